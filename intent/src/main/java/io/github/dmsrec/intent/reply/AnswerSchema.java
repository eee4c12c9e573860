package io.github.dmsrec.intent.reply;

import java.util.Optional;

/** The form of an answer, which servers that know a JSON schema or a grammar keep to. */
public sealed interface AnswerSchema permits NumberSchema, TitleSchema, FacetSchema {

    /** The schema's name, which endpoints ask for: small letters and underscores. */
    String name();

    /** The schema as JSON; equal values give equal text. */
    String json();

    /** This, if it is one of titles. */
    default Optional<TitleSchema> asTitles() {
        return this instanceof TitleSchema titles ? Optional.of(titles) : Optional.empty();
    }
}
