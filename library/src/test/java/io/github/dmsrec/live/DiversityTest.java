package io.github.dmsrec.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Maximal marginal relevance, against lists that were chosen by hand. */
class DiversityTest {

    /** The first two are the same, the third is unlike, the fourth half like the first two. */
    private static final ItemSimilarity.Pool POOL =
            new ItemSimilarity.VectorPool(new float[] {1, 0, 1, 0, 0, 1, 0.5f, (float) Math.sqrt(0.75)}, 4);

    private static final float[] SCORES = {10, 9, 5, 0};

    @Test
    void withoutDiversityTheScoresDecide() {
        assertThat(Diversity.choose(SCORES, POOL, 0, 4, 4)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void anItemLikeAChosenOneComesLater() {
        // Relevance 1, 0.9, 0.5, 0. After the first: 0.45 - 0.5, 0.25 - 0, 0 - 0.25.
        assertThat(Diversity.choose(SCORES, POOL, 0.5, 2, 2)).containsExactly(0, 2);
        // Then: 0.45 - 0.5 against 0 - 0.433.
        assertThat(Diversity.choose(SCORES, POOL, 0.5, 4, 4)).containsExactly(0, 2, 1, 3);
    }

    @Test
    void likenessAloneDecidesAtOne() {
        assertThat(Diversity.choose(SCORES, POOL, 1, 4, 4)).containsExactly(0, 2, 3, 1);
    }

    @Test
    void placesBeyondThoseForDiversityGoToTheBestThatAreLeft() {
        assertThat(Diversity.choose(SCORES, POOL, 1, 2, 4)).containsExactly(0, 2, 1, 3);
        assertThat(Diversity.choose(SCORES, POOL, 1, 2, 9)).hasSize(4);
        assertThat(Diversity.choose(new float[0], new ItemSimilarity.VectorPool(new float[0], 0), 1, 2, 9))
                .isEmpty();
    }

    @Test
    void wordsAreComparedBySets() {
        Catalogue catalogue = new Catalogue(List.of(
                new Item("a", "Red Lip Balm", Map.of()),
                new Item("b", "red balm, RED!", Map.of("brand", "Énergie")),
                new Item("c", "", Map.of())));
        float[] similarity = new float[3];
        ItemSimilarity.ofWords(catalogue).among(0, 1, 2).compare(0, similarity);
        assertThat(similarity[0]).isCloseTo(1, within(1e-6f));
        assertThat(similarity[1]).isCloseTo(2 / 3f, within(1e-6f));
        assertThat(similarity[2]).isZero();
        assertThat(WordSplitter.of("Énergie")).containsExactly("energie");
        ItemSimilarity.ofWords(catalogue).among(2, 0).compare(0, similarity);
        assertThat(Arrays.copyOf(similarity, 2)).containsOnly(0);
    }
}
