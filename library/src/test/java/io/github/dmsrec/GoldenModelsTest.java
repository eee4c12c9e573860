package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that each format version wrote load, and recommend what they recommended when they were written. */
class GoldenModelsTest {

    private static final List<String> SESSION = List.of("1001", "1002");

    @ParameterizedTest
    @CsvSource({
        "1, base",
        "1, gce",
        "1, vs-knn",
        "1, fused",
        "2, base",
        "2, vs-knn",
        "2, fused",
        "3, base",
        "3, vs-knn",
        "3, fused"
    })
    void modelsOfEveryFormatRecommendTheSame(int version, String name) throws IOException {
        assertThat(ArtefactFolder.open(GoldenFolders.of(version, name))
                        .manifest()
                        .formatVersion())
                .isEqualTo(version);
        JsonNode then = new ObjectMapper()
                .readTree(GoldenFolders.of(version, "rec-" + name + ".json").toFile());
        try (LiveRecommender live = Model.load(GoldenFolders.of(version, name)).open()) {
            Recommendations now =
                    live.recommend(RecommendationRequest.of(SESSION).k(5).seenItems(SeenItems.RANKED));
            List<String> ids = new ArrayList<>();
            then.path("items").forEach(item -> ids.add(item.path("id").asText()));
            assertThat(now.ids()).isEqualTo(ids);
            for (int rank = 0; rank < ids.size(); rank++) {
                assertThat((double) now.items().get(rank).score())
                        .isCloseTo(then.path("items").path(rank).path("score").asDouble(), within(1e-4));
            }
            if (then.has("intents")) {
                assertThat(now.intents()).isNotNull();
                assertThat(now.intents().explicit())
                        .isEqualTo(texts(then.path("intents").path("explicit")));
                assertThat(now.intents().latent())
                        .isEqualTo(texts(then.path("intents").path("latent")));
            }
        }
    }

    @Test
    void everyFormatVersionHasModels() {
        for (int version = Manifest.OLDEST_FORMAT_VERSION; version <= Manifest.FORMAT_VERSION; version++) {
            assertThat(GoldenFolders.of(version, "base")).isDirectory();
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Format 1 did not keep the columns that its prompts showed: another inferrer can serve, and the message says so. */
    @Test
    void aModelThatLacksWhatItsPromptsShowedSaysWhatToDo(@TempDir Path folder) {
        Model moved = Model.load(GoldenFolders.copy(GoldenFolders.v1("fused-replay"), folder.resolve("elsewhere")));
        assertThatThrownBy(moved::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'category'")
                .hasMessageContaining("attributes.parquet")
                .hasMessageContaining("embedding-similarity");
        try (LiveRecommender live = moved.open(LiveOptions.USUAL.intentsFrom(Inferrer.named("embedding-similarity")))) {
            assertThat(live.recommend(SESSION, 5).items()).hasSize(5);
        }
    }
}
