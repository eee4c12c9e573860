package io.github.dmsrec.intent.record;

import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.NumberAnswer;
import io.github.dmsrec.intent.answer.NumberSchema;
import io.github.dmsrec.intent.infer.KeptAnswer;
import io.github.dmsrec.intent.infer.ReplayOptions;
import io.github.dmsrec.intent.prompt.PromptStyle;
import java.util.Optional;

/**
 * What was dropped from one answer by numbers to make it usable.
 *
 * @param outOfRange numbers that no candidate has
 * @param duplicates numbers that came twice
 * @param beyondLimit numbers after the most that were asked for
 */
record Repairs(int outOfRange, int duplicates, int beyondLimit) {

    /** Whether something was. */
    boolean any() {
        return outOfRange + duplicates + beyondLimit > 0;
    }

    /** Reads an answer once more; empty if it is not usable, was not kept, or is one by titles. */
    static Optional<Repairs> of(KeptAnswer answer, ReplayOptions options) {
        if (answer.failure().isPresent() || !answer.verbatim() || options.style() == PromptStyle.PUBLISHED) {
            return Optional.empty();
        }
        int shown = answer.shown().length;
        try {
            NumberAnswer read = NumberAnswer.parse(
                    answer.text(), answer.format(), new NumberSchema(shown, Math.min(options.maxPicks(), shown)));
            return Optional.of(new Repairs(read.outOfRange(), read.duplicates(), read.beyondLimit()));
        } catch (AnswerException e) {
            // Its row has no intents either, and its reason is counted there.
            return Optional.empty();
        }
    }
}
