package io.github.dmsrec.datasets.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a Python literal of dictionaries, lists, tuples, texts, numbers, {@code True}, {@code False} and {@code None}; nothing
 * is executed. Numbers and names are kept as they are written.
 */
final class PythonLiteral {

    /** A text is not a literal. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(int position, String problem) {
            super("character " + (position + 1) + ": " + problem);
        }
    }

    private static final int DEEPEST = 100;

    private final String text;
    private int at;
    private int depth;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /** The entries of a dictionary: texts, lists and maps. */
    static Map<String, Object> dictionary(String text) throws Malformed {
        PythonLiteral reader = new PythonLiteral(text);
        reader.skipSpace();
        Map<String, Object> entries = reader.map();
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.malformed("text follows the dictionary");
        }
        return entries;
    }

    private Object value() throws Malformed {
        skipSpace();
        char next = peek();
        if (++depth > DEEPEST) {
            throw malformed("it is nested too deeply");
        }
        Object value = next == '{'
                ? map()
                : next == '[' ? list(']') : next == '(' ? list(')') : startsText() ? text() : word();
        depth--;
        return value;
    }

    private Map<String, Object> map() throws Malformed {
        Map<String, Object> entries = new LinkedHashMap<>();
        expect('{');
        skipSpace();
        while (peek() != '}') {
            String key = String.valueOf(value());
            skipSpace();
            expect(':');
            entries.put(key, value());
            skipSpace();
            if (peek() != '}') {
                expect(',');
                skipSpace();
            }
        }
        at++;
        return entries;
    }

    private List<Object> list(char end) throws Malformed {
        List<Object> values = new ArrayList<>();
        at++;
        skipSpace();
        while (peek() != end) {
            values.add(value());
            skipSpace();
            if (peek() != end) {
                expect(',');
                skipSpace();
            }
        }
        at++;
        return values;
    }

    private boolean startsText() {
        char next = text.charAt(at);
        return next == '\''
                || next == '"'
                || ((next == 'u' || next == 'U')
                        && at + 1 < text.length()
                        && (text.charAt(at + 1) == '\'' || text.charAt(at + 1) == '"'));
    }

    private String text() throws Malformed {
        if (peek() == 'u' || peek() == 'U') {
            at++;
        }
        char quote = peek();
        at++;
        StringBuilder value = new StringBuilder();
        while (peek() != quote) {
            char next = text.charAt(at++);
            if (next == '\\') {
                escape(value);
            } else {
                value.append(next);
            }
        }
        at++;
        return value.toString();
    }

    private void escape(StringBuilder value) throws Malformed {
        char kind = peek();
        at++;
        switch (kind) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'a' -> value.append('\u0007');
            case 'v' -> value.append('\u000b');
            case 'x' -> value.appendCodePoint(hexadecimal(2));
            case 'u' -> value.appendCodePoint(hexadecimal(4));
            case 'U' -> value.appendCodePoint(hexadecimal(8));
            case '\\', '\'', '"' -> value.append(kind);
            // As Python does with an escape that it does not know.
            default -> value.append('\\').append(kind);
        }
    }

    private int hexadecimal(int digits) throws Malformed {
        if (at + digits > text.length() || !text.substring(at, at + digits).matches("[0-9a-fA-F]+")) {
            throw malformed("an escape lacks hexadecimal digits");
        }
        int point = (int) Long.parseLong(text.substring(at, at + digits), 16);
        if (!Character.isValidCodePoint(point)) {
            throw malformed("an escape names no character");
        }
        at += digits;
        return point;
    }

    private String word() throws Malformed {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(from, at);
        if (!word.matches("True|False|None|[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?[lL]?")) {
            at = from;
            throw malformed("neither a text nor a number begins here");
        }
        return word;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw malformed("the line ends in the middle");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) throws Malformed {
        if (peek() != wanted) {
            throw malformed("'" + wanted + "' is expected, but '" + peek() + "' stands there");
        }
        at++;
    }

    private Malformed malformed(String problem) {
        return new Malformed(at, problem);
    }
}
