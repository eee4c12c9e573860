package io.github.dmsrec.datasets.check;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Tells titles that went through a wrong encoding or still have their markup. */
final class CorruptText {

    // UTF-8 that was read as one of these is what is found most often.
    private static final List<Charset> MISREAD_AS =
            List.of(Charset.forName("windows-1252"), StandardCharsets.ISO_8859_1);

    private static final Pattern MARKUP = Pattern.compile(
            "&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});|</?[a-zA-Z][^<>]{0,200}>");

    private CorruptText() {}

    /** Whether a text has HTML entities or tags. */
    static boolean hasMarkup(String text) {
        return MARKUP.matcher(text).find();
    }

    /** Whether a text has replacement or control characters, or UTF-8 that was read as a one-byte encoding. */
    static boolean isGarbled(String text) {
        int run = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c == '\uFFFD' || (Character.isISOControl(c) && c < 0x80 && c != '\t')) {
                return true;
            }
            if (c >= 0x80) {
                run = run < 0 ? i : run;
            } else if (run >= 0) {
                String foreign = text.substring(run, i);
                if (foreign.length() > 1 && MISREAD_AS.stream().anyMatch(charset -> isMisread(foreign, charset))) {
                    return true;
                }
                run = -1;
            }
        }
        return false;
    }

    private static boolean isMisread(String foreign, Charset charset) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(foreign));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).length() < foreign.length();
        } catch (CharacterCodingException notThatCharset) {
            return false;
        }
    }
}
