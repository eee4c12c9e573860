package io.github.dmsrec.intent.reply;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an endpoint is told what an answer looks like, strictest first. */
public enum AnswerFormat {
    /** The server lets the model write nothing but what the JSON schema allows. */
    JSON_SCHEMA,
    /** The server lets the model write nothing but a JSON object. */
    JSON_OBJECT,
    /** The model is asked in words alone. */
    TEXT;

    /** The name in options and files, e.g. {@code "json-schema"}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The format of a label, empty if there is none. */
    public static Optional<AnswerFormat> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst();
    }
}
