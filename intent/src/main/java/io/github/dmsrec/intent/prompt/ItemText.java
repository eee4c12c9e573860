package io.github.dmsrec.intent.prompt;

import io.github.dmsrec.core.session.Catalogue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Items as prompts show them. Titles are data of strangers: whatever they hold, one stays on its line and says nothing to
 * the server. Control characters, line breaks of any kind among them, are blanks; invisible characters that turn the
 * direction of writing or smuggle text are left out; half a surrogate pair is U+FFFD; and what looks like a token of a
 * chat template ({@code <|im_end|>}, {@code </s>}, {@code [INST]}) has other brackets. Immutable; safe for use by several
 * threads.
 *
 * @param catalogue the items
 * @param verbatim whether blanks stay as they are; else there are none around a title and single ones within
 * @param maxLength titles and columns are cut to that many characters
 * @param untitled what a title is that is blank
 * @param attributes the columns shown beside titles
 */
record ItemText(
        Catalogue catalogue, boolean verbatim, Optional<Integer> maxLength, String untitled, List<String> attributes) {

    private static final Pattern BLANKS = Pattern.compile(" {2,}");
    private static final Pattern TAG = Pattern.compile("<([^\\s<>]{1,60})>");
    private static final Pattern HALF_TAG = Pattern.compile("<(?=[|｜])|(?<=[|｜])>");
    private static final Pattern BRACKETED_TAG = Pattern.compile("\\[(/?(?:INST|[A-Z]+(?:_[A-Z]+)+))\\]");

    /** The title. */
    String title(int item) {
        String title = catalogue.title(item);
        return title.isBlank() && !verbatim ? untitled : shown(title);
    }

    /** The columns shown beside the title, e.g. {@code " (genres: Crime; year: 1995)"}; empty if the item has none. */
    String attributes(int item) {
        if (attributes.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (String column : attributes) {
            String value = attribute(item, column);
            if (!value.isBlank()) {
                text.append(text.isEmpty() ? " (" : "; ")
                        .append(column)
                        .append(": ")
                        .append(value);
            }
        }
        return text.isEmpty() ? "" : text.append(')').toString();
    }

    /** A column; empty if the item has none. */
    String attribute(int item, String column) {
        return shown(catalogue.item(item).attributes().getOrDefault(column, ""));
    }

    /** The user's own id. */
    String id(int item) {
        return shown(catalogue.id(item));
    }

    private String shown(String text) {
        String safe = isPlain(text) ? text : disarmed(text);
        if (!verbatim) {
            safe = safe.strip();
        }
        // A character has one or two chars: most titles are short enough in either.
        if (maxLength.isEmpty()
                || safe.length() <= maxLength.get()
                || safe.codePointCount(0, safe.length()) <= maxLength.get()) {
            return safe;
        }
        return safe.substring(0, safe.offsetByCodePoints(0, maxLength.get())).stripTrailing() + "…";
    }

    /** Whether there is nothing to mend; so it is with most titles, and millions of lines are written. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return text.indexOf('<') < 0 && text.indexOf('>') < 0 && text.indexOf('[') < 0 && !text.contains("  ");
    }

    private String disarmed(String text) {
        String safe = withoutTags(onOneLine(text));
        return verbatim ? safe : BLANKS.matcher(safe).replaceAll(" ");
    }

    private static String onOneLine(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> kept.append(' ');
                case Character.SURROGATE -> kept.append('\uFFFD');
                case Character.FORMAT -> {
                    if (isHarmless(c)) {
                        kept.appendCodePoint(c);
                    }
                }
                default -> kept.appendCodePoint(c);
            }
        });
        return kept.toString();
    }

    private static String withoutTags(String text) {
        String safe = TAG.matcher(text).replaceAll("‹$1›");
        safe = HALF_TAG.matcher(safe).replaceAll(half -> half.group().equals("<") ? "‹" : "›");
        return BRACKETED_TAG.matcher(safe).replaceAll("⟦$1⟧");
    }

    /** Soft hyphens, joiners (of emoji and of Persian), marks of direction that turn nothing around, signs of Arabic. */
    private static boolean isHarmless(int c) {
        return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x0600 && c <= 0x06FF);
    }
}
