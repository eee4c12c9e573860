package io.github.dmsrec.intent.reply;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entities of HTML that titles of shops are full of. */
final class HtmlEntities {

    private static final Pattern ENTITY =
            Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}\\d{0,2}));");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** The names of the characters from 160 to 255, in order. */
    private static final String LATIN =
            """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute
            micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig
            Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash
            Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute
            ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc
            uuml yacute thorn yuml""";

    private static final Map<String, String> NAMED = named();

    private HtmlEntities() {}

    private static Map<String, String> named() {
        Map<String, String> named = new HashMap<>(Map.of(
                "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "hearts", "♥", "trade", "™", "bull", "•"));
        named.putAll(Map.of(
                "ndash", "–", "mdash", "—", "lsquo", "‘", "rsquo", "’", "ldquo", "“", "rdquo", "”", "hellip", "…",
                "euro", "€"));
        char next = 160;
        for (String name : LATIN.split("\\s+", -1)) {
            named.put(name, String.valueOf(next++));
        }
        return Map.copyOf(named);
    }

    /** A text with characters for entities; what is not a known entity stays. */
    static String replacedIn(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
    }

    private static String character(MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), entity.group());
        }
        int code = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        if (code >= 128 && code < 160) {
            // Pages of old mean Windows' characters by these, and browsers show them so.
            return WINDOWS.decode(ByteBuffer.wrap(new byte[] {(byte) code})).toString();
        }
        return Character.isValidCodePoint(code) && code != 0 ? Character.toString(code) : entity.group();
    }
}
