package io.github.dmsrec.intent.reply;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an endpoint is told what an answer looks like. */
public enum AnswerFormat {
    /** The server lets the model write nothing but what the JSON schema allows. */
    JSON_SCHEMA,
    /** The server lets the model write nothing but a JSON object. */
    JSON_OBJECT,
    /** The model is asked in words alone. */
    TEXT,
    /** The server lets the model write nothing but what a grammar allows (llama.cpp's field {@code grammar}). */
    GRAMMAR,
    /** The same by vLLM's field {@code structured_outputs}. */
    STRUCTURED_OUTPUTS;

    /** The formats of answers by numbers, strictest first. */
    public static final List<AnswerFormat> OF_NUMBERS = List.of(JSON_SCHEMA, JSON_OBJECT, TEXT);

    /** The formats that bind a model to titles, the one without JSON around them first. */
    public static final List<AnswerFormat> OF_BOUND_TITLES = List.of(GRAMMAR, STRUCTURED_OUTPUTS, JSON_SCHEMA);

    /** The name in options and files, e.g. {@code "json-schema"}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a server keeps to an {@link AnswerSchema} in this format, and has to be sent it. */
    public boolean needsSchema() {
        return OF_BOUND_TITLES.contains(this);
    }

    /** Whether an answer is one title a line, so that what stands before the last line is whole where an answer is cut off. */
    public boolean isLines() {
        return this == GRAMMAR || this == STRUCTURED_OUTPUTS;
    }

    /** Whether an answer is a JSON object. */
    public boolean isJson() {
        return this == JSON_SCHEMA || this == JSON_OBJECT;
    }

    /** The format of a label, empty if there is none. */
    public static Optional<AnswerFormat> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst();
    }
}
