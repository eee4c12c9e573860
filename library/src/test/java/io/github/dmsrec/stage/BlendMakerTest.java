package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlendMakerTest {

    private static final Origin ORIGIN = Origin.of("blend", "a test", 1, 1);

    @TempDir
    private Path folder = Path.of("");

    private final SessionDataset dataset = TinyDataset.create();
    private ArtefactFolder data;

    @BeforeEach
    void writeData() throws IOException {
        data = DatasetFolder.write(folder.resolve("data"), dataset, ORIGIN, Map.of());
    }

    private ArtefactFolder trained(String name, String method, Map<String, String> options) throws IOException {
        Method found = Methods.named(method);
        return found.train(
                found.defaults(Recipe.CORRECTED).with(options),
                new Method.Data(data, dataset, EncoderOptions.builtIn()),
                Origin.of(name, "a test", 1, 1),
                folder.resolve(name),
                Progress.NONE);
    }

    private ArtefactFolder blended(Map<String, String> options, BlendMaker.Member... members) throws IOException {
        BlendMaker maker = new BlendMaker(
                List.of(members),
                BlendOptions.OPTIONS.defaults(Recipe.CORRECTED).with(options),
                1 << 20);
        return maker.make(data, dataset, maker.origin(ORIGIN, data), folder.resolve("blend"), Progress.NONE);
    }

    private static BlendMaker.Member member(ArtefactFolder model) {
        return new BlendMaker.Member(model, null);
    }

    @Test
    void optionsThatTheFormLeavesWithoutEffectAreRefused() throws IOException {
        BlendMaker.Member one = member(trained("one", "sr", Map.of("learn-from", "train")));
        BlendMaker.Member two = member(trained("two", "pop", Map.of("learn-from", "train")));

        assertThatThrownBy(() -> blended(Map.of("form", "min-max", "constant", "5", "list-length", "50"), one, two))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'constant=5', 'list-length=50' have no effect with form=min-max")
                .hasMessageContaining("give form=reciprocal-rank");
        // All forms are tried, reciprocal ranks among them.
        assertThat(blended(Map.of("constant", "5", "list-length", "50"), one, two)
                        .manifest()
                        .options())
                .containsEntry("list-length", "50");
    }

    /** A method that counts finds its weight by what it learns from training sessions; what it has learned stays in the blend. */
    @Test
    void theSearchDoesNotSeeWhatTheValidationSessionsTaught() throws IOException {
        ArtefactFolder all = trained("all", "sr", Map.of());
        ArtefactFolder some = trained("some", "sr", Map.of("learn-from", "train"));
        ArtefactFolder pop = trained("pop", "pop", Map.of("learn-from", "train"));

        JsonNode leaky =
                blended(Map.of(), member(all), member(pop)).manifest().facts().path("blend");
        JsonNode honest =
                blended(Map.of(), member(some), member(pop)).manifest().facts().path("blend");

        assertThat(leaky.path("tried")).isEqualTo(honest.path("tried"));
        assertThat(leaky.path("rows").asInt())
                .isEqualTo(dataset.examples(Split.VALIDATION).size());
    }

    @Test
    void aNetworkThatHasLearnedTheValidationSessionsNeedsAStandIn() throws IOException {
        Map<String, String> small = Map.of("dimension", "4", "epochs", "1");
        ArtefactFolder before = trained("before", "sr-gnn", small);
        ArtefactFolder after = trained("after", "sr-gnn", small);
        Path manifest = after.path().resolve(Manifest.FILE_NAME);
        ObjectMapper json = new ObjectMapper();
        ObjectNode changed = (ObjectNode) json.readTree(manifest.toFile());
        ((ObjectNode) changed.get("options")).put("refit", "true");
        json.writeValue(manifest.toFile(), changed);
        ArtefactFolder refit = ArtefactFolder.open(after.path(), ArtefactKind.MODEL);
        ArtefactFolder rule = trained("sr", "sr", Map.of());

        assertThatThrownBy(() -> blended(Map.of(), member(refit), member(rule)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("has learned from the validation sessions")
                .hasMessageContaining("WITHOUT_REFIT");
        assertThatThrownBy(() -> blended(Map.of(), new BlendMaker.Member(refit, rule), member(rule)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("cannot stand in");
        assertThat(blended(Map.of(), new BlendMaker.Member(refit, before), member(rule))
                        .manifest()
                        .facts()
                        .path("selectedOn")
                        .asText())
                .isEqualTo("validation");
    }

    /** A weight that a model of other options found would say nothing. */
    @Test
    void aStandInHasTheOptionsOfItsModel() throws IOException {
        ArtefactFolder all = trained("all", "vs-knn", Map.of("neighbours", "7"));
        ArtefactFolder pop = trained("pop", "pop", Map.of());
        ArtefactFolder other = trained("other", "vs-knn", Map.of("learn-from", "train"));
        ArtefactFolder same = trained("same", "vs-knn", Map.of("learn-from", "train", "neighbours", "7"));

        assertThatThrownBy(() -> blended(Map.of(), new BlendMaker.Member(all, other), member(pop)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("its neighbours is 100, not 7");
        assertThat(blended(Map.of(), new BlendMaker.Member(all, same), member(pop))
                        .manifest()
                        .input("stand-in"))
                .hasValueSatisfying(input -> assertThat(input.fingerprint())
                        .isEqualTo(same.manifest().fingerprint()));
    }

    /** Models that have learned the same sessions are not the same model. */
    @Test
    void anotherMethodOrOptionIsAnotherFingerprint() throws IOException {
        assertThat(List.of(
                        trained("sr", "sr", Map.of()),
                        trained("vstan", "vstan", Map.of()),
                        trained("seven", "vstan", Map.of("neighbours", "7"))))
                .extracting(model -> model.manifest().fingerprint())
                .doesNotHaveDuplicates();
        assertThat(trained("again", "sr", Map.of()).manifest().fingerprint())
                .isEqualTo(ArtefactFolder.open(folder.resolve("sr"), ArtefactKind.MODEL)
                        .manifest()
                        .fingerprint());
    }

    @Test
    void givenWeightsAreTakenAndMembersWithoutAreLeftOut() throws IOException {
        ArtefactFolder blend = blended(
                Map.of("form", "min-max", "weights", "3,0,1"),
                member(trained("sr", "sr", Map.of())),
                member(trained("pop", "pop", Map.of())),
                member(trained("knn", "vs-knn", Map.of())));

        try (OpenModel open = OpenModel.open(blend.path(), 1)) {
            assertThat(open.members()).extracting(OpenModel::backbone).containsExactly("sr", "vs-knn");
            assertThat(open.recommender().score(3, 4)).contains(0.75f + 0.25f * third(open));
        }
        assertThatThrownBy(() -> blended(
                        Map.of("weights", "1,2"),
                        member(trained("sr", "sr", Map.of())),
                        member(trained("pop", "pop", Map.of())),
                        member(trained("knn", "vs-knn", Map.of()))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("3 numbers");
    }

    /** The scaled score that the second member gives to the first one's best item. */
    private static float third(OpenModel open) {
        int best = open.members()
                .get(0)
                .recommender()
                .best(open.members().get(0).recommender().score(3, 4), 0, 1)[0];
        float[] scores = open.members().get(1).recommender().score(3, 4);
        float most = 0;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        return scores[best] / most;
    }
}
