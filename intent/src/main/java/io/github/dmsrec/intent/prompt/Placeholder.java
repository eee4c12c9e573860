package io.github.dmsrec.intent.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a template leaves open. In a template it stands in braces, e.g. {@code {title}}. */
enum Placeholder {
    /** All lines of the clicks shown, oldest first. */
    CLICKS,
    /** All lines of the candidates. */
    CANDIDATES,
    /** The section that says what an answer looks like. */
    ANSWER_FORM,
    /** The example; without one, its line and the empty lines before it are left out. */
    EXAMPLE,
    /** The most candidates of an answer. */
    MAX_PICKS,
    /** The most phrases that name the intents. */
    MAX_PHRASES,
    /** The user's section, filled with the example's clicks and candidates. */
    USER,
    /** The example's answer. */
    ANSWER,
    /** The number of a line in its list. */
    POSITION,
    /** The item's title. */
    TITLE,
    /** The user's own id of the item. */
    ID,
    /** The number of the item in the catalogue, from 1: the papers' id. */
    ITEM_NUMBER,
    /** The columns that the option {@code attributes} names. */
    ATTRIBUTES,
    /** One column; its name follows a colon. */
    ATTRIBUTE;

    /** What stands in the braces, a column's name excepted. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For messages. */
    String shown() {
        return this == ATTRIBUTE ? "{attribute:COLUMN}" : "{" + word() + "}";
    }

    static Optional<Placeholder> ofWord(String word) {
        return Arrays.stream(values())
                .filter(placeholder -> placeholder.word().equals(word))
                .findFirst();
    }
}
