package io.github.dmsrec.core;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Texts of others, made safe for a terminal: what a title, an id or a language model says moves no cursor, sets no colour and
 * turns no reading direction. Control characters, formatting characters such as the marks of bidirectional text, line
 * separators and unpaired surrogates are written as codes like {@code \u001b}, which JSON reads, too. The two joiners that
 * scripts and emoji need stay.
 */
public final class SafeText {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private SafeText() {}

    /** One line: a line break is written as a code, too. */
    public static String line(String text) {
        return safe(text, false);
    }

    /** Text that may have several lines and tabs: those stay. */
    public static String block(String text) {
        return safe(text, true);
    }

    /** Several lines, each made safe. */
    public static List<String> lines(String text) {
        return text.lines().map(SafeText::line).toList();
    }

    /** Texts in one line. */
    public static String joined(List<String> texts, String separator) {
        return texts.stream().map(SafeText::line).collect(Collectors.joining(separator));
    }

    private static String safe(String text, boolean layout) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(safe, c, layout));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c, boolean layout) {
        if (layout && (c == '\n' || c == '\t')) {
            safe.append((char) c);
            return;
        }
        switch (Character.getType(c)) {
            case Character.FORMAT -> {
                if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
                    safe.appendCodePoint(c);
                } else {
                    code(safe, c);
                }
            }
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                code(safe, c);
            default -> safe.appendCodePoint(c);
        }
    }

    private static void code(StringBuilder safe, int c) {
        for (char unit : Character.toChars(c)) {
            safe.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
    }
}
