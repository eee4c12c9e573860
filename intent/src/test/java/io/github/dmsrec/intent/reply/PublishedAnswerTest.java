package io.github.dmsrec.intent.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The quirks of the specification, section 4.4. */
class PublishedAnswerTest {

    private static final Set<String> CLICKED = Set.of("Heat", "Alien", "Salt &amp; Pepper");

    @Test
    void onlyTheFirstPieceCanBeExplicitAfterBlanks() throws AnswerException {
        PublishedAnswer answer = PublishedAnswer.parse("Heat; Alien; Casino", CLICKED);
        assertThat(answer.explicitPieces()).containsExactly("Heat");
        assertThat(answer.latentPieces()).containsExactly(" Alien", " Casino");
    }

    @Test
    void emptyPiecesAreKeptAndPiecesAreNotStripped() throws AnswerException {
        PublishedAnswer answer = PublishedAnswer.parse("Alien;Heat;;Casino\n;", CLICKED);
        assertThat(answer.explicitPieces()).containsExactly("Alien", "Heat");
        assertThat(answer.latentPieces()).containsExactly("", "Casino\n", "");
    }

    @Test
    void titlesWithSemicolonsAreCutAndCopiedIdsNeverMatch() throws AnswerException {
        PublishedAnswer answer = PublishedAnswer.parse("Salt &amp; Pepper;Heat_12;1.Alien;heat", CLICKED);
        assertThat(answer.explicitPieces()).isEmpty();
        assertThat(answer.latentPieces()).containsExactly("Salt &amp", " Pepper", "Heat_12", "1.Alien", "heat");
    }

    @Test
    void aBlankAnswerIsNone() {
        assertThatThrownBy(() -> PublishedAnswer.parse(" \n", CLICKED)).hasMessage("empty answer");
    }
}
