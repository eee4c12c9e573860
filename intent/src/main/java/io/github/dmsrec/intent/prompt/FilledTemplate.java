package io.github.dmsrec.intent.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text with places left open. What is put there is never looked at again: a title that looks like a placeholder stays
 * what it is.
 *
 * @param pieces in order
 */
record FilledTemplate(List<Piece> pieces) {

    /** {@code {{word}}}, which stands for {@code {word}} as it is; or a placeholder. Other braces are braces. */
    private static final Pattern OPEN = Pattern.compile(
            "\\{\\{(?<kept>\\w[\\w-]*(?::[^{}\\n]*)?)\\}\\}|\\{(?<inner>\\s*\\w[\\w-]*\\s*(?::[^{}\\n]*)?)\\}");

    private static final int USUAL_LENGTH = 2048;

    /** A part of the text. */
    sealed interface Piece {}

    /** Stays as it is. */
    record Literal(String text) implements Piece {}

    /**
     * Is filled.
     *
     * @param column of {@link Placeholder#ATTRIBUTE}; else empty
     */
    record Open(Placeholder placeholder, String column) implements Piece {}

    /** Fills a place. */
    interface Filling {

        /** Writes what belongs there. */
        void write(Open place, StringBuilder text);
    }

    /**
     * Takes a text apart.
     *
     * @param known what it may leave open
     * @param mistake is told of everything else in braces that looks like a placeholder, with its place in the text
     */
    static FilledTemplate of(String text, Predicate<Placeholder> known, BiConsumer<Integer, String> mistake) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = OPEN.matcher(text);
        int end = 0;
        while (matcher.find()) {
            pieces.add(new Literal(text.substring(end, matcher.start())));
            end = matcher.end();
            if (matcher.start("kept") >= 0) {
                pieces.add(new Literal("{" + matcher.group("kept") + "}"));
                continue;
            }
            String inner = text.substring(matcher.start("inner"), matcher.end("inner"));
            int colon = inner.indexOf(':');
            String word = colon < 0 ? inner : inner.substring(0, colon);
            String column = colon < 0 ? "" : inner.substring(colon + 1);
            Placeholder.ofWord(word)
                    .filter(known)
                    .filter(placeholder -> (placeholder == Placeholder.ATTRIBUTE) != column.isBlank())
                    .filter(placeholder -> placeholder == Placeholder.ATTRIBUTE || colon < 0)
                    .ifPresentOrElse(
                            placeholder -> pieces.add(new Open(placeholder, column)),
                            () -> mistake.accept(matcher.start(), matcher.group()));
        }
        pieces.add(new Literal(text.substring(end)));
        pieces.removeIf(
                piece -> piece instanceof Literal literal && literal.text().isEmpty());
        return new FilledTemplate(List.copyOf(pieces));
    }

    /** Whether something is left open. */
    boolean has(Placeholder placeholder) {
        return pieces.stream().anyMatch(piece -> piece instanceof Open open && open.placeholder() == placeholder);
    }

    /** The columns that are named. */
    List<String> columns() {
        return pieces.stream()
                .flatMap(piece -> piece instanceof Open open && open.placeholder() == Placeholder.ATTRIBUTE
                        ? Stream.of(open.column())
                        : Stream.empty())
                .toList();
    }

    /** Writes the text, filled. */
    void write(StringBuilder text, Filling filling) {
        for (Piece piece : pieces) {
            if (piece instanceof Literal literal) {
                text.append(literal.text());
            } else if (piece instanceof Open open) {
                filling.write(open, text);
            }
        }
    }

    /** The text, filled. */
    String filled(Filling filling) {
        StringBuilder text = new StringBuilder(USUAL_LENGTH);
        write(text, filling);
        return text.toString();
    }
}
