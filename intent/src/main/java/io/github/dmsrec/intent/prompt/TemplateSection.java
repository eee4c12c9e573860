package io.github.dmsrec.intent.prompt;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A part of a template. */
enum TemplateSection {
    /** The instructions, the same for all rows. */
    SYSTEM,
    /** What is asked about a row. */
    USER,
    /** The same with the clicks at the end. */
    USER_CLICKS_LAST,
    /** The line of a clicked item. */
    CLICK,
    /** The line of a candidate. */
    CANDIDATE,
    /** What a JSON answer looks like. */
    ANSWER_JSON,
    /** What an answer in words looks like. */
    ANSWER_TEXT,
    /** The example in the instructions. */
    EXAMPLE,
    /** The phrase that names the intent in the example's JSON answer; the title is the last click's. */
    EXAMPLE_INTENT;

    /** The heading in a template. */
    String heading() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it has one line and no more. */
    boolean oneLine() {
        return this == CLICK || this == CANDIDATE || this == EXAMPLE_INTENT;
    }

    /** What it must leave open. */
    List<Placeholder> needed() {
        return switch (this) {
            case USER, USER_CLICKS_LAST -> List.of(Placeholder.CLICKS, Placeholder.CANDIDATES);
            case CLICK, CANDIDATE, EXAMPLE_INTENT -> List.of(Placeholder.TITLE);
            case EXAMPLE -> List.of(Placeholder.USER, Placeholder.ANSWER);
            case SYSTEM, ANSWER_JSON, ANSWER_TEXT -> List.of();
        };
    }

    /** What it may leave open. */
    List<Placeholder> known() {
        return switch (this) {
            case SYSTEM -> List.of(Placeholder.MAX_PICKS, Placeholder.ANSWER_FORM, Placeholder.EXAMPLE);
            case USER, USER_CLICKS_LAST ->
                List.of(Placeholder.CLICKS, Placeholder.CANDIDATES, Placeholder.MAX_PICKS, Placeholder.ANSWER_FORM);
            case CLICK, CANDIDATE ->
                List.of(
                        Placeholder.POSITION,
                        Placeholder.TITLE,
                        Placeholder.ATTRIBUTES,
                        Placeholder.ATTRIBUTE,
                        Placeholder.ID,
                        Placeholder.ITEM_NUMBER);
            case ANSWER_JSON, ANSWER_TEXT -> List.of(Placeholder.MAX_PICKS, Placeholder.MAX_PHRASES);
            case EXAMPLE, EXAMPLE_INTENT -> needed();
        };
    }

    /** For messages. */
    String knownWords() {
        return known().stream().map(Placeholder::shown).collect(Collectors.joining(", "));
    }

    static Optional<TemplateSection> ofHeading(String heading) {
        return Arrays.stream(values())
                .filter(section -> section.heading().equals(heading))
                .findFirst();
    }

    /** For messages. */
    static String headings() {
        return Arrays.stream(values()).map(TemplateSection::heading).collect(Collectors.joining(", "));
    }
}
