package io.github.dmsrec.intent.prompt;

/** Writes prompts of one style. Immutable; safe for use by several threads. */
public interface PromptWriter {

    /**
     * The prompt of a row. The same session and candidates give the same prompt.
     *
     * @param session the clicks as catalogue indices, oldest first
     * @param candidates catalogue indices, best first, at least one with a title
     */
    Prompt write(int[] session, int[] candidates);
}
