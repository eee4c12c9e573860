package io.github.dmsrec.experiment.report;

import java.util.List;

/** Writes HTML and SVG; text and attribute values are always escaped. Not thread-safe. */
final class Html {

    private final StringBuilder out = new StringBuilder();

    /** A text safe in content and in quoted attributes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    // Other control characters are not allowed in HTML.
                    if (c >= ' ' || c == '\n' || c == '\t') {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** Opens an element; attributes are name and value in turn. */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** An element that holds nothing but a text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** Markup that is trusted: written by this package, never made from data. */
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    /** A list of texts. */
    Html list(String tag, List<String> texts) {
        open(tag);
        texts.forEach(text -> element("li", text));
        return close(tag);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
