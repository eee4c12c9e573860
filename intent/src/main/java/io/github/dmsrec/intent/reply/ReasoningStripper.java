package io.github.dmsrec.intent.reply;

import java.util.regex.Pattern;

/** What a model says to itself before it answers. */
final class ReasoningStripper {

    private static final Pattern THINKING = Pattern.compile("(?s)<think>.*?</think>");

    private ReasoningStripper() {}

    /**
     * An answer without them: a model that reasons aloud weighs candidates there that it does not choose.
     *
     * @throws AnswerException if nothing is left
     */
    static String cutFrom(String text) throws AnswerException {
        String spoken = THINKING.matcher(text).replaceAll(" ").strip();
        if (spoken.isEmpty()) {
            throw new AnswerException("empty answer");
        }
        return spoken;
    }
}
