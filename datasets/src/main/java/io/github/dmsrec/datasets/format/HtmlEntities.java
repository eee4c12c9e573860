package io.github.dmsrec.datasets.format;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the HTML entities of product titles into the characters that they stand for; unknown ones stay. */
final class HtmlEntities {

    private static final Pattern ENTITY =
            Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,9});");

    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("reg", "\u00ae"),
            Map.entry("copy", "\u00a9"),
            Map.entry("trade", "\u2122"),
            Map.entry("deg", "\u00b0"),
            Map.entry("eacute", "\u00e9"),
            Map.entry("egrave", "\u00e8"),
            Map.entry("ecirc", "\u00ea"),
            Map.entry("agrave", "\u00e0"),
            Map.entry("aacute", "\u00e1"),
            Map.entry("acirc", "\u00e2"),
            Map.entry("ccedil", "\u00e7"),
            Map.entry("ntilde", "\u00f1"),
            Map.entry("oacute", "\u00f3"),
            Map.entry("ocirc", "\u00f4"),
            Map.entry("iacute", "\u00ed"),
            Map.entry("uacute", "\u00fa"),
            Map.entry("auml", "\u00e4"),
            Map.entry("ouml", "\u00f6"),
            Map.entry("uuml", "\u00fc"),
            Map.entry("Auml", "\u00c4"),
            Map.entry("Ouml", "\u00d6"),
            Map.entry("Uuml", "\u00dc"),
            Map.entry("szlig", "\u00df"),
            Map.entry("ndash", "\u2013"),
            Map.entry("mdash", "\u2014"),
            Map.entry("lsquo", "\u2018"),
            Map.entry("rsquo", "\u2019"),
            Map.entry("ldquo", "\u201c"),
            Map.entry("rdquo", "\u201d"),
            Map.entry("hellip", "\u2026"),
            Map.entry("bull", "\u2022"),
            Map.entry("frac12", "\u00bd"),
            Map.entry("frac14", "\u00bc"),
            Map.entry("times", "\u00d7"));

    private HtmlEntities() {}

    /** A text without entities; what was escaped twice is unescaped once more. */
    static String unescaped(String text) {
        String once = replaced(text);
        return once.equals(text) ? text : replaced(once);
    }

    private static String replaced(String text) {
        Matcher matcher = ENTITY.matcher(text);
        return matcher.replaceAll(
                match -> Matcher.quoteReplacement(character(match.group(1)).orElse(match.group())));
    }

    private static Optional<String> character(String entity) {
        if (entity.charAt(0) != '#') {
            return Optional.ofNullable(NAMED.get(entity));
        }
        boolean hexadecimal = entity.charAt(1) == 'x' || entity.charAt(1) == 'X';
        int point = hexadecimal ? Integer.parseInt(entity.substring(2), 16) : Integer.parseInt(entity.substring(1));
        return Character.isValidCodePoint(point) && point >= ' '
                ? Optional.of(Character.toString(point))
                : Optional.empty();
    }
}
