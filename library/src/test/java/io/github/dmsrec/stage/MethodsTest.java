package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MethodsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyBaselineAndEveryBackboneIsAMethodOfItsOwnName() {
        assertThat(Methods.names())
                .containsSubsequence(Baselines.names())
                .containsSubsequence(Backbones.names())
                .contains("link")
                .hasSize(Baselines.names().size() + 1 + Backbones.names().size())
                .doesNotHaveDuplicates();
        assertThat(Methods.trainedInEpochs()).isEqualTo(Backbones.names());
    }

    @ParameterizedTest
    @EnumSource
    void optionsWrittenAsTextsAreReadBack(Recipe recipe) {
        for (Method method : Methods.all()) {
            MethodOptions options = method.defaults(recipe);
            Map<String, String> written = new LinkedHashMap<>(options.toMap());

            assertThat(written).containsEntry(MethodKey.METHOD, method.name());
            written.keySet().retainAll(method.options().keys());
            assertThat(method.options().parse(written, recipe)).isEqualTo(options.values());
        }
    }

    @Test
    void anUnknownMethodIsAnsweredWithTheNearestFirst() {
        assertThatThrownBy(() -> Methods.named("vs-kmn"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessage(
                        "Unknown method 'vs-kmn'. Known methods, the nearest first: vs-knn, pop, s-pop, item-knn, ar, sr,"
                                + " markov, s-knn, vmis-knn, stan, vstan, slist, title-knn, link, core-ave, core-trm, gce-gnn,"
                                + " gru4rec, msgifsr, narm, sasrec, share, sr-gnn, stamp, tagnn.");
    }

    @Test
    void whatAManifestOfTheFirstVersionsCallsABackboneIsTheMethod() {
        assertThat(MethodKey.renamed(Map.of("backbone", "sr-gnn"))).isEqualTo(Map.of("method", "sr-gnn"));
        assertThat(MethodKey.renamed(Map.of("method", "pop", "backbone", "x")))
                .isEqualTo(Map.of("method", "pop", "backbone", "x"));
        assertThat(MethodKey.renamed(Map.of("weights", "w"))).isEqualTo(Map.of("weights", "w"));
        assertThat(List.copyOf(MethodKey.renamed(new LinkedHashMap<>(Map.of("backbone", "pop")))
                        .keySet()))
                .containsExactly("method");
    }

    @Test
    void aModelOfTheFirstVersionsIsOpenedWithTheValuesOfTheVersionThatWroteIt(@TempDir Path folder) throws IOException {
        SessionDataset dataset = TinyDataset.create();
        Origin origin = Origin.of("former", "a test", 1, 1);
        ArtefactFolder data = DatasetFolder.write(folder.resolve("data"), dataset, origin, Map.of());
        Method method = Methods.named("s-pop");
        ArtefactFolder model = method.train(
                method.defaults(Recipe.CORRECTED),
                new Method.Data(data, dataset, EncoderOptions.builtIn()),
                origin,
                folder.resolve("model"),
                Progress.NONE);
        Path manifest = model.path().resolve(Manifest.FILE_NAME);
        ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
        json.put("formatVersion", 1).remove("files");
        ObjectNode options = (ObjectNode) json.get("options");
        options.set("backbone", options.remove("method"));
        assertThat(options.remove("most-popular").asText()).isEqualTo("100");
        JSON.writeValue(manifest.toFile(), json);

        try (OpenModel open = OpenModel.open(model.path(), 1)) {
            assertThat(open.name()).isEqualTo("s-pop");
            assertThat(method.optionsOf(open.folder())).isEqualTo(method.defaults(Recipe.CORRECTED));
        }
    }
}
