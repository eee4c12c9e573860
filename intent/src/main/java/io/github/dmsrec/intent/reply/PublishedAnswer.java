package io.github.dmsrec.intent.reply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * An answer in the published style, read as the published code reads it (the specification, section 4.4): split at every
 * semicolon, pieces not stripped, empty pieces kept, nothing checked against the candidates. A piece is explicit exactly
 * if it equals a title of the session; so after {@code "; "} none is, and a title with a semicolon is cut in two.
 *
 * @param explicitPieces pieces equal to a title of the session, in the order of the answer
 * @param latentPieces all others, in the order of the answer
 */
public record PublishedAnswer(List<String> explicitPieces, List<String> latentPieces) {

    /**
     * Reads an answer.
     *
     * @param text the model's answer, not empty
     * @param sessionTitles the titles of the items clicked
     * @throws AnswerException if the answer is blank
     */
    public static PublishedAnswer parse(String text, Set<String> sessionTitles) throws AnswerException {
        if (text.isBlank()) {
            throw new AnswerException("empty answer");
        }
        List<String> explicitPieces = new ArrayList<>();
        List<String> latentPieces = new ArrayList<>();
        for (String piece : pieces(text)) {
            (sessionTitles.contains(piece) ? explicitPieces : latentPieces).add(piece);
        }
        return new PublishedAnswer(List.copyOf(explicitPieces), List.copyOf(latentPieces));
    }

    private static List<String> pieces(String text) {
        return Arrays.asList(text.split(";", -1));
    }
}
