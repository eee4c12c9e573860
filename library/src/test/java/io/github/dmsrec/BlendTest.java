package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Models of every kind as one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlendTest {

    private static final List<String> SESSION = List.of("1001", "1002", "1024");

    private final Dmsrec dmsrec = Dmsrec.builder().threads(1).seed(7).build();
    private final Dataset shop = Dataset.open(GoldenFolders.v1("data"));
    private Model base;
    private Model counting;
    private Model fused;
    private Model blend;

    @BeforeAll
    void train() {
        Method backbone = Method.named("sr-gnn").with("dimension", 8).with("epochs", 2);
        base = dmsrec.train(backbone, shop);
        counting = dmsrec.train(Method.named("vs-knn"), shop);
        Intents intents = dmsrec.infer(Inferrer.named("embedding-similarity"), shop, base.candidates(shop, 50));
        fused = dmsrec.train(backbone, shop, intents);
        blend = dmsrec.blend(shop, List.of(counting, base, fused));
    }

    @AfterAll
    void close() {
        dmsrec.close();
    }

    @Test
    void isEvaluatedBesideItsMembers() {
        Evaluation evaluation = dmsrec.evaluate(shop, blend, counting, base, fused);

        assertThat(blend.method()).isEqualTo("blend");
        assertThat(evaluation.of(blend).mrr(20, SeenItems.MASKED)).isBetween(0.0, 1.0);
        assertThat(evaluation.baselines()).extracting(Evaluation.Figures::name).containsExactly("pop", "markov");
    }

    @Test
    void recommendsFromAFolderThatWasMovedAlone(@TempDir Path elsewhere) throws IOException {
        Path moved = elsewhere.resolve("moved");
        List<String> there;
        try (LiveRecommender live = blend.open()) {
            there = live.recommend(SESSION, 5).ids();
        }
        Files.move(blend.save(elsewhere.resolve("saved")).path(), moved);

        try (LiveRecommender live = Model.load(moved).open()) {
            assertThat(live.recommend(SESSION, 5).ids()).isEqualTo(there).doesNotContainAnyElementsOf(SESSION);
            assertThat(live.recommend(List.of("unknown"), 5).fallback()).isNotNull();
            assertThat(live.recommend(SESSION, 1_000_000).items()).hasSize(live.items() - SESSION.size());
            assertThat(live.popular(3)).hasSize(3);
            assertThat(live.similar("1001", 3).items()).hasSize(3);
        }
    }

    @Test
    void explanationsNameTheMembers() {
        try (LiveRecommender live = blend.open()) {
            Recommendations found =
                    live.recommend(RecommendationRequest.of(SESSION).k(5).explained());

            assertThat(found.items()).allSatisfy(item -> {
                Explanation because = Objects.requireNonNull(item.because());
                assertThat(because.members()).isNotEmpty();
                assertThat(because.members().stream()
                                .mapToDouble(Explanation.MemberShare::share)
                                .sum())
                        .isCloseTo(1, within(1e-6));
            });
        }
    }

    @Test
    void rowsOfAFileAreScoredAsLive(@TempDir Path folder) throws IOException {
        Path sessions = folder.resolve("sessions.jsonl");
        Files.writeString(sessions, "{\"session\": \"a\", \"items\": [\"1001\", \"1002\", \"1024\"]}\n");
        Path out = folder.resolve("out.tsv");

        blend.predict(sessions, out, PredictionOptions.USUAL);

        try (LiveRecommender live = blend.open()) {
            assertThat(Files.readAllLines(out).get(1))
                    .contains(String.join(",", live.recommend(SESSION, 10).ids()));
        }
    }

    @Test
    void whatCannotBeBlendedIsNamed() {
        assertThatThrownBy(() -> dmsrec.blend(shop, List.of(base)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least two");
        assertThatThrownBy(() -> dmsrec.blend(shop, List.of(base, base)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> dmsrec.blend(shop, List.of(base, blend)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a blend itself");
        assertThatThrownBy(() -> dmsrec.train(Method.named("blend"), shop)).isInstanceOf(InvalidInputException.class);
    }
}
