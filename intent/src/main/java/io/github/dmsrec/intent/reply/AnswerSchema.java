package io.github.dmsrec.intent.reply;

/** The form of an answer, which servers that know a JSON schema keep to. */
public sealed interface AnswerSchema permits NumberSchema, FacetSchema {

    /** The schema's name, which endpoints ask for: small letters and underscores. */
    String name();

    /** The schema as JSON; equal values give equal text. */
    String json();
}
