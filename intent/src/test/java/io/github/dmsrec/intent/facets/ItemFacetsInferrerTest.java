package io.github.dmsrec.intent.facets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ItemFacetsInferrerTest {

    // Item 5 has no facet.
    private static final List<String> FACETS =
            List.of("Beach|Summer", "beach|sunscreen", "summer|ice cream", "winter|gloves", "winter|skiing|snow", "");
    private static final Catalogue CATALOGUE = catalogue();

    private static Catalogue catalogue() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < FACETS.size(); i++) {
            items.add(new Item("i" + i, "t" + i, FACETS.get(i).isEmpty() ? Map.of() : Map.of("kind", FACETS.get(i))));
        }
        return new Catalogue(items);
    }

    @Test
    void explicitIntentsAreTheClicksFacetsAndLatentOnesThoseThatTheyExplain() {
        InferredRow row = infer(Map.of(), new int[] {0}, new int[] {1, 3, 2, 0});
        assertThat(texts(row.explicitIntents())).containsExactly("beach", "summer");
        // Items 1 and 2 share a facet with the click, item 3 none.
        assertThat(texts(row.latentIntents())).containsExactlyInAnyOrder("sunscreen", "ice cream");
    }

    @Test
    void recentClicksWeighMoreAndRareFacetsToo() {
        assertThat(texts(infer(Map.of("explicit-picks", "1", "decay", "0.5"), new int[] {0, 3}, new int[] {1})
                        .explicitIntents()))
                .containsExactly("gloves");
        assertThat(texts(infer(Map.of("explicit-picks", "2", "decay", "0.1"), new int[] {3, 0}, new int[] {1})
                        .explicitIntents()))
                .containsExactly("beach", "summer");
        // 'gloves' and 'winter' come with the same click; one item has the one and two have the other.
        assertThat(texts(infer(Map.of(), new int[] {3}, new int[] {1}).explicitIntents()))
                .containsExactly("gloves", "winter");
    }

    @Test
    void latentIntentsWeighByHowMuchOfACandidateIsExplained() {
        InferredRow row = infer(Map.of("latent-picks", "1"), new int[] {3}, new int[] {1, 4});
        assertThat(texts(row.latentIntents())).containsExactly("skiing");
        assertThat(infer(Map.of(), new int[] {3}, new int[] {0, 1}).latentIntents())
                .isEmpty();
    }

    @Test
    void sessionsWithoutFacetsHaveNothingToChoose() {
        InferredRow row = infer(Map.of(), new int[] {5}, new int[] {0});
        assertThat(row.status()).isEqualTo(RowStatus.NOTHING_TO_CHOOSE);
        assertThat(row.reason()).isEqualTo("no clicked item has a facet");
    }

    @Test
    void shufflingGivesEachItemTheFacetsOfAnotherBySeed() {
        ItemFacets facets = ItemFacets.ofColumns(CATALOGUE, List.of("kind"));
        ItemFacets shuffled = facets.shuffled(3);
        assertThat(facets.described()).isEqualTo(5);
        assertThat(shuffled.textsOf(5)).isEmpty();
        assertThat(all(shuffled)).containsExactlyInAnyOrderElementsOf(all(facets));
        assertThat(all(shuffled)).isNotEqualTo(all(facets)).isEqualTo(all(facets.shuffled(3)));
        List<List<String>> orders = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            orders.add(
                    texts(infer(Map.of("shuffled", "true", "seed", String.valueOf(seed)), new int[] {0}, new int[] {1})
                            .explicitIntents()));
        }
        assertThat(orders.stream().distinct().count()).isGreaterThan(1);
        assertThat(Collections.frequency(orders, List.of("beach", "summer"))).isLessThan(10);
    }

    private static List<List<String>> all(ItemFacets facets) {
        List<List<String>> all = new ArrayList<>();
        for (int item = 0; item < facets.items(); item++) {
            all.add(facets.textsOf(item));
        }
        return all;
    }

    @Test
    void facetsOrColumnsAreNeeded() {
        assertThatThrownBy(() -> Inferrers.options("item-facets", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("neither is given");
        assertThatThrownBy(() -> Inferrers.options("item-facets", Map.of("facets", "x", "columns", "y")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("both are given");
        assertThatThrownBy(() -> infer(Map.of("columns", "colour"), new int[] {0}, new int[] {1}))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("the items have the columns kind");
    }

    private static InferredRow infer(Map<String, String> given, int[] session, int[] candidates) {
        Map<String, String> options = new HashMap<>(Map.of("columns", "kind"));
        options.putAll(given);
        InferenceSetting setting =
                new InferenceSetting(CATALOGUE, new IntentVectors(1, new float[CATALOGUE.size()]), Optional.empty());
        try (IntentInferrer inferrer = Inferrers.options("item-facets", options).create()) {
            return inferrer.infer(setting, List.of(new IntentRequest(session, candidates)), Progress.NONE)
                    .rows()
                    .get(0);
        }
    }

    private static List<String> texts(List<IntentText> intents) {
        return intents.stream().map(text -> ((IntentText.Written) text).text()).toList();
    }
}
