package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.blend.Blend;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.core.split.SessionFolds;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkMethodTest {

    private static final Origin ORIGIN = Origin.of("link", "a test", 1, 1);
    private static final Method LINK = Methods.named("link");
    private static final SessionDataset TINY = TinyDataset.create();

    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private static ArtefactFolder data;
    private static ArtefactFolder teacher;

    @BeforeAll
    static void trainATeacher() throws IOException {
        data = DatasetFolder.write(shared.resolve("data"), TINY, ORIGIN, Map.of());
        teacher = trained("sasrec", Map.of("epochs", "1", "dimension", "8"), shared.resolve("teacher"));
    }

    private static ArtefactFolder trained(String method, Map<String, String> options, Path out) throws IOException {
        Method found = Methods.named(method);
        return found.train(
                found.defaults(Recipe.CORRECTED).with(options),
                new Method.Data(data, TINY, EncoderOptions.builtIn()),
                ORIGIN,
                out,
                Progress.NONE);
    }

    private ArtefactFolder linked(Path teacherPath, Map<String, String> options) throws IOException {
        Map<String, String> all = new HashMap<>(options);
        all.put("teacher", teacherPath.toString());
        return trained("link", all, folder.resolve("link"));
    }

    @Test
    void theTeacherIsAnInputAndIsNotNeededAfterwards() throws IOException {
        Path moved = folder.resolve("moved");
        teacher.copyTo(moved, moved);
        ArtefactFolder model = linked(moved, Map.of("teacher-weight", "5"));
        ArtefactFolder.deleteTree(moved);

        Manifest.Input input = model.manifest().input("teacher").orElseThrow();
        assertThat(input.fingerprint()).isEqualTo(teacher.manifest().fingerprint());
        assertThat(model.manifest().options())
                .containsEntry("method", "link")
                .containsEntry("teacher-weight", "5")
                .containsEntry("learn-from", "before-test");
        assertThat(model.manifest().facts().path("selectedOn").asText()).isEqualTo("validation");
        assertThat(LINK.optionsOf(model).values().toMap()).containsEntry("teacher", moved.toString());
        try (OpenModel open = OpenModel.open(model.path(), 1)) {
            assertThat(open.name()).isEqualTo("link");
            assertThat(open.network()).isEmpty();
            assertThat(open.recommender().score(3, 7)).hasSize(TINY.catalogue().size());
        }
    }

    @Test
    void theSameIsLearnedTwice() throws IOException {
        ArtefactFolder one = linked(teacher.path(), Map.of());
        Map<String, String> same = Map.of("teacher", teacher.path().toString());
        ArtefactFolder other = trained("link", same, folder.resolve("again"));

        assertThat(other.manifest().fingerprint()).isEqualTo(one.manifest().fingerprint());
    }

    @Test
    void itIsMadeAgainWhenTheTeacherWas() throws IOException {
        ArtefactFolder model = linked(teacher.path(), Map.of());
        MethodOptions options = LINK.defaults(Recipe.CORRECTED)
                .with(Map.of("teacher", teacher.path().toString()));
        ArtefactFolder other = trained("sasrec", Map.of("epochs", "1", "dimension", "4"), folder.resolve("other"));
        Origin now = LINK.origin(options, new Method.Data(data, TINY, EncoderOptions.builtIn()), ORIGIN);

        assertThat(Provenance.whyStale(model.path(), ArtefactKind.MODEL, now)).isEmpty();
        Origin later = new Origin(
                now.name(),
                now.command(),
                now.seed(),
                now.threads(),
                ORIGIN.withInput("dataset", data).withInput("teacher", other).inputs(),
                now.options());
        assertThat(Provenance.whyStale(model.path(), ArtefactKind.MODEL, later))
                .hasValueSatisfying(why -> assertThat(why).contains("teacher was"));
    }

    @Test
    void withoutATeacherItSaysHowToGetOne() {
        assertThatThrownBy(() -> trained("link", Map.of(), folder.resolve("link")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("no teacher is given")
                .hasMessageContaining("--set teacher=");
        assertThatThrownBy(() -> linked(folder.resolve("nowhere"), Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void aTeacherThatCountsIsRefused() throws IOException {
        Path counting = trained("sr", Map.of(), folder.resolve("sr")).path();

        assertThatThrownBy(() -> linked(counting, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("is a model of sr, but link learns from one neural network")
                .hasMessageContaining("sasrec");
    }

    @Test
    void aTeacherOfAnotherDataSetIsRefused() throws IOException {
        SessionDataset fewer = SessionFolds.without(TINY, 0, 5, 1);
        ArtefactFolder other = DatasetFolder.write(folder.resolve("fewer"), fewer, ORIGIN, Map.of());
        MethodOptions options = LINK.defaults(Recipe.CORRECTED)
                .with(Map.of("teacher", teacher.path().toString()));

        assertThatThrownBy(() -> LINK.train(
                        options,
                        new Method.Data(other, fewer, EncoderOptions.builtIn()),
                        ORIGIN,
                        folder.resolve("link"),
                        Progress.NONE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("was made from the dataset");
    }

    @Test
    void aBlendFindsItsWeightByWhatIsLearnedAgainFromTrainingSessions() throws IOException {
        ArtefactFolder link = linked(teacher.path(), Map.of());
        ArtefactFolder pop = trained("pop", Map.of(), folder.resolve("pop"));
        BlendMaker maker = new BlendMaker(
                List.of(new BlendMaker.Member(link, null), new BlendMaker.Member(pop, null)),
                BlendOptions.OPTIONS.defaults(Recipe.CORRECTED),
                1 << 20);

        ArtefactFolder blend = maker.make(data, TINY, maker.origin(ORIGIN, data), folder.resolve("b"), Progress.NONE);

        assertThat(blend.manifest().options()).containsEntry("method", Blend.NAME);
        assertThat(LINK.hasLearnedValidation(link)).isTrue();
        ArtefactFolder some = trained(
                "link", Map.of("teacher", teacher.path().toString(), "learn-from", "train"), folder.resolve("t"));
        assertThat(LINK.hasLearnedValidation(some)).isFalse();
    }

    @Test
    void aTeacherThatWasTrainedAgainOnBothSplitsTeachesThem() throws IOException {
        Path both = trained("sasrec", Map.of("epochs", "1", "dimension", "8", "refit", "true"), folder.resolve("refit"))
                .path();

        ArtefactFolder model = linked(both, Map.of("learn-from", "train"));

        assertThat(LINK.hasLearnedValidation(model)).isTrue();
        assertThat(LINK.learnedFromTraining(model, TINY, Progress.NONE)).isNull();
    }

    @Test
    void candidatesOfFoldsAreRefused() throws IOException {
        try (OpenModel open = OpenModel.open(linked(teacher.path(), Map.of()).path(), 1)) {
            assertThatThrownBy(() -> LINK.trainLike(open, TINY, ORIGIN, folder.resolve("fold"), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("--cross-fit 0");
        }
    }
}
