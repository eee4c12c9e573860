package io.github.dmsrec;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a served fused model gets the intents of a session. */
public enum IntentMode {
    /** What inferred the intents of the training infers them for each request, within its deadline. */
    LIVE,
    /** None: the model scores as for sessions without any intent. */
    NONE;

    /** {@return the word in files and answers, e.g. {@code "live"}} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of a word.
     *
     * @param label e.g. {@code "live"}
     * @return the mode
     * @throws InvalidInputException for an unknown word, and for {@code "student"}, which is an inferrer
     */
    public static IntentMode of(String label) {
        for (IntentMode mode : values()) {
            if (mode.label().equals(label)) {
                return mode;
            }
        }
        String known = Arrays.stream(values()).map(IntentMode::label).collect(Collectors.joining(" or "));
        if (label.equals("student")) {
            throw new InvalidInputException(
                    "A 'student' is an inferrer, not a mode of intents: a model that was trained"
                            + " with its intents serves them by 'live', without asking anybody. Use " + known + ".");
        }
        throw new InvalidInputException("'" + label + "' is not a mode of intents. Use " + known + ".");
    }
}
