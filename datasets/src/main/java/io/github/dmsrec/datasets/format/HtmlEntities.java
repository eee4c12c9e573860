package io.github.dmsrec.datasets.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbescape.html.HtmlEscape;

/**
 * Turns the HTML entities of product titles into the characters that they stand for, a no-break space into a space. Unknown
 * ones stay, those of control characters, and those without a semicolon: an ampersand in a title most often is one.
 */
final class HtmlEntities {

    private static final Pattern ENTITY =
            Pattern.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,9});");
    private static final String NO_BREAK_SPACE = "\u00a0";
    private static final String REPLACEMENT_CHARACTER = "\ufffd";

    private HtmlEntities() {}

    /** A text without entities; what was escaped twice is unescaped once more. */
    static String unescaped(String text) {
        String once = replaced(text);
        return once.equals(text) ? text : replaced(once);
    }

    private static String replaced(String text) {
        return ENTITY.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match.group())));
    }

    private static String character(String entity) {
        String character = HtmlEscape.unescapeHtml(entity);
        if (character.equals(NO_BREAK_SPACE)) {
            return " ";
        }
        // The library gives the replacement character for what is not a character.
        return character.charAt(0) < ' ' || character.equals(REPLACEMENT_CHARACTER) ? entity : character;
    }
}
