package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a live recommender tells of its items. */
class LiveCatalogueTest {

    private static LiveRecommender open(String name) {
        return Model.load(GoldenFolders.v1(name)).open();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "vs-knn", "fused"})
    void popularItemsComeByTheirClicks(String name) {
        try (LiveRecommender live = open(name)) {
            List<PopularItem> all = live.popular(1_000_000);
            assertThat(all)
                    .hasSize(live.items())
                    .isSortedAccordingTo(
                            Comparator.comparingLong(PopularItem::clicks).reversed());
            assertThat(live.popular(3)).isEqualTo(all.subList(0, 3));
            assertThat(all).allSatisfy(item -> assertThat(Objects.requireNonNull(live.item(item.id())))
                    .isEqualTo(new CatalogueItem(
                            item.id(),
                            item.title(),
                            Objects.requireNonNull(live.item(item.id())).columns(),
                            item.clicks())));
            assertThat(live.recommend(List.of("x"), 5).ids())
                    .isEqualTo(all.subList(0, 5).stream().map(PopularItem::id).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "gce", "fused"})
    void similarItemsOfANetworkAreThoseOfItsVectors(String name) {
        try (LiveRecommender live = open(name)) {
            SimilarItems similar = live.similar("1001", 1_000_000);
            assertThat(similar.by()).isEqualTo("item vectors");
            assertThat(similar.items())
                    .hasSize(live.items() - 1)
                    .isSortedAccordingTo(Comparator.comparingDouble(SimilarItems.SimilarItem::score)
                            .reversed())
                    .allSatisfy(item -> assertThat(item.score()).isBetween(-1.0001f, 1.0001f))
                    .noneSatisfy(item -> assertThat(item.id()).isEqualTo("1001"));
            SimilarItems.SimilarItem nearest = similar.items().get(0);
            assertThat(live.similar("1001", 1).items()).containsExactly(nearest);
            // Likeness goes both ways.
            assertThat(live.similar(nearest.id(), 1_000_000).items()).anySatisfy(back -> {
                assertThat(back.id()).isEqualTo("1001");
                assertThat(back.score()).isCloseTo(nearest.score(), within(1e-5f));
            });
        }
    }

    @Test
    void similarItemsOfACountingMethodAreWhatItRecommends() {
        try (LiveRecommender live = open("vs-knn")) {
            SimilarItems similar = live.similar("1001", 5);
            assertThat(similar.by()).isEqualTo("co-clicks");
            assertThat(similar.items().stream()
                            .map(SimilarItems.SimilarItem::id)
                            .toList())
                    .isEqualTo(live.recommend(List.of("1001"), 5).ids());
        }
    }

    @Test
    void unknownItemsAndABadKAreTold() {
        try (LiveRecommender live = open("base")) {
            assertThat(live.item("x")).isNull();
            assertThatThrownBy(() -> live.similar("x", 5))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'x'");
            assertThatThrownBy(() -> live.similar("1001", 0)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> live.popular(0)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> live.search("a", 0)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void titlesAreFoundByTheirWords() {
        try (LiveRecommender live = open("base")) {
            CatalogueItem some = Objects.requireNonNull(live.item("1001"));
            assertThat(live.search(some.title(), 5)).first().isEqualTo(some);
            assertThat(live.search("1001", 1)).containsExactly(some);
            assertThat(live.search("no such title", 5)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "vs-knn", "fused"})
    void theModelIsKnown(String name) {
        Model model = Model.load(GoldenFolders.v1(name));
        try (LiveRecommender live = model.open()) {
            assertThat(live.method()).isEqualTo(model.method());
            assertThat(live.isFused()).isEqualTo(name.equals("fused"));
            assertThat(live.asksEndpoint()).isFalse();
            assertThat(live.fingerprint())
                    .hasSize(64)
                    .isEqualTo(ArtefactFolder.open(model.path()).manifest().fingerprint());
        }
    }

    @Test
    void aClosedRecommenderTellsNothing() {
        LiveRecommender live = open("base");
        live.close();
        List<Runnable> calls = new ArrayList<>();
        calls.add(() -> live.popular(1));
        calls.add(() -> live.similar("1001", 1));
        calls.add(() -> live.search("a", 1));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class));
    }
}
