package io.github.dmsrec.intent.answers.statistics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts of others, made safe for a terminal: what a title or a model says moves no cursor and sets no colour. */
final class Printable {

    private Printable() {}

    /** One line: control, formatting and unpaired characters are written as codes like {@code \\u001b}. */
    static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> safe.append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** Several lines as they stand, each made safe. */
    static List<String> lines(String text) {
        return text.lines().map(Printable::line).toList();
    }

    /** Texts in one line. */
    static String joined(List<String> texts, String separator) {
        return texts.stream().map(Printable::line).collect(Collectors.joining(separator));
    }
}
