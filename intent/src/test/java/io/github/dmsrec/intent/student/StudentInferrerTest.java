package io.github.dmsrec.intent.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentInferrerTest {

    private static final int ITEMS = 20;
    private static final int DIMENSION = 8;
    private static final Catalogue CATALOGUE = new Catalogue(IntStream.range(0, ITEMS)
            .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
            .toList());

    /** The titles, then the texts that the teacher writes for even and odd items. */
    private static final IntentVectors VECTORS = vectors();

    private static final List<String> TEXTS = texts();

    private static final String ENCODER = "an encoder";

    private static IntentVectors vectors() {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[(ITEMS + 2) * DIMENSION];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < ITEMS + 2; i++) {
            StudentInputs.normalise(values, i * DIMENSION, DIMENSION);
        }
        return new IntentVectors(DIMENSION, values);
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        CATALOGUE.items().forEach(item -> texts.add(item.title()));
        texts.add("something even");
        texts.add("something odd");
        return texts;
    }

    /** The teacher names the last click, and what its number says. */
    private static Teacher teacher(List<IntentRequest> requests) {
        List<Teacher.Row> rows = new ArrayList<>();
        for (int row = 0; row < requests.size(); row++) {
            int[] session = requests.get(row).session();
            int last = session[session.length - 1];
            rows.add(new Teacher.Row(row, new int[] {last}, new int[] {ITEMS + last % 2}));
        }
        return new Teacher(VECTORS, TEXTS, rows, false, Optional.of(ENCODER));
    }

    private static List<IntentRequest> requests(int count, boolean vectors) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, count)
                .mapToObj(row -> {
                    int[] session = random.ints(3, 0, ITEMS).toArray();
                    int[] candidates = random.ints(5, 0, ITEMS).distinct().toArray();
                    float[] vector = {session[2] % 2 == 0 ? 1 : -1, 0.5f};
                    return new IntentRequest(
                            session,
                            candidates,
                            Optional.of(new IntentRequest.Row(Split.TRAIN, row)),
                            vectors ? vector : null);
                })
                .toList();
    }

    private static StudentTraining.Trained train(boolean vectors, double share) {
        List<IntentRequest> requests = requests(400, vectors);
        StudentInputs inputs = new StudentInputs(VECTORS, vectors ? 2 : 0);
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        return new StudentTraining(inputs, teacher(requests), TrainingRequests.of(requests), Optional.empty())
                .train(new StudentTraining.Choices(32, 30, 0.005, share, 0.2, 10, 1), CATALOGUE, Progress.NONE, facts);
    }

    @Test
    void itLearnsWhatItsTeacherNamesAndSaysHowFar(@TempDir Path folder) throws IOException {
        StudentTraining.Trained trained = train(true, 1);
        assertThat(trained.facts().path("trainedOn").asInt()).isEqualTo(320);
        assertThat(trained.facts().path("choseEpoch").asInt()).isEqualTo(40);
        assertThat(trained.facts().path("heldOut").asInt()).isEqualTo(40);
        assertThat(trained.facts().at("/cosineWithTeacher/explicit").asDouble()).isGreaterThan(0.9);
        assertThat(trained.facts().at("/cosineWithTeacher/latent").asDouble()).isGreaterThan(0.9);
        assertThat(trained.facts().at("/cosineOfMeanAnswer/explicit").asDouble())
                .isLessThan(trained.facts().at("/cosineWithTeacher/explicit").asDouble());
        assertThat(trained.facts().path("sharedPicks").asDouble()).isGreaterThan(0.9);

        Path file = folder.resolve("student.safetensors");
        StudentFile.write(file, trained.student());
        Student read = StudentFile.read(file, DIMENSION, Optional.of(ENCODER));
        StudentInputs inputs = new StudentInputs(VECTORS, read.sessionVector());
        for (IntentRequest request : requests(30, true)) {
            InferredRow row = trained.student().infer(inputs, request);
            InferredRow again = read.infer(inputs, request);
            assertThat(again.explicitIntents()).isEqualTo(row.explicitIntents());
            assertThat(again.latentIntents()).isEqualTo(row.latentIntents());
            assertThat(row.explicitIntents()).hasSize(1).first().isInstanceOf(Title.class);
            assertThat(row.latentIntents()).hasSize(1).first().isInstanceOf(Written.class);
        }
    }

    @Test
    void aFewAnsweredRowsAreEnoughToTrainAndTheSameSeedGivesTheSame() {
        StudentTraining.Trained few = train(false, 0.05);
        assertThat(few.facts().path("trainedOn").asInt()).isEqualTo(16);
        assertThat(few.facts().path("choseEpoch").asInt()).isEqualTo(2);
        assertThat(few.facts().path("heldOut").asInt()).isEqualTo(2);
        assertThat(train(false, 0.05).facts()).isEqualTo(few.facts());
    }

    /** Sessions of four rows each with one answer, which chance alone gives: only rows of a session tell of each other. */
    @Test
    void agreementIsMeasuredOnSessionsThatWereNeitherLearnedNorChoseTheEpoch() {
        int sessions = 40;
        SplittableRandom random = new SplittableRandom(11);
        List<IntentRequest> requests = new ArrayList<>();
        List<Teacher.Row> rows = new ArrayList<>();
        List<int[]> clicks = new ArrayList<>();
        for (int s = 0; s < sessions; s++) {
            int[] session = random.ints(5, 0, ITEMS).toArray();
            clicks.add(session);
            float[] vector = {
                (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
            };
            int[] answer = {random.nextInt(ITEMS)};
            for (int length = 1; length <= 4; length++) {
                int row = rows.size();
                requests.add(new IntentRequest(
                        Arrays.copyOf(session, length),
                        new int[] {0, 1},
                        Optional.of(new IntentRequest.Row(Split.TRAIN, row)),
                        vector));
                rows.add(new Teacher.Row(row, answer, answer));
            }
        }
        Examples examples = Examples.everyPrefixOf(Sessions.of(clicks));
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        new StudentTraining(
                        new StudentInputs(VECTORS, 3),
                        new Teacher(VECTORS, TEXTS, rows, false, Optional.empty()),
                        TrainingRequests.of(requests),
                        Optional.of(examples))
                .train(new StudentTraining.Choices(64, 60, 0.01, 1, 0.4, 10, 1), CATALOGUE, Progress.NONE, facts);
        assertThat(facts.path("trainedOn").asInt()).isEqualTo(96);
        assertThat(facts.path("choseEpoch").asInt()).isEqualTo(32);
        assertThat(facts.path("heldOut").asInt()).isEqualTo(32);
        assertThat(facts.at("/cosineWithTeacher/explicit").asDouble()).isLessThan(0.5);
    }

    @Test
    void mistakesSayWhatIsMissing(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Inferrers.options("student", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'teacher'");
        assertThatThrownBy(() -> StudentFile.read(folder.resolve("x"), DIMENSION, Optional.empty()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("There is no student");
        Path file = folder.resolve("student.safetensors");
        StudentFile.write(file, train(false, 0.1).student());
        StudentFile.read(file, DIMENSION, Optional.empty());
        assertThatThrownBy(() -> StudentFile.read(file, 2 * DIMENSION, Optional.empty()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("vectors of 8 numbers, but the titles' have 16");
        assertThatThrownBy(() -> StudentFile.read(file, DIMENSION, Optional.of("another")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("identity 'an encoder'")
                .hasMessageContaining("'another'");
        SafetensorsFile.write(file, Map.of(), Map.of("x", Tensor.ofFloats(new float[1], 1)));
        assertThatThrownBy(() -> StudentFile.read(file, DIMENSION, Optional.empty()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("is not a student");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, learned with session vectors of 2 numbers, has none",
        "2, 3, learned with session vectors of 2 numbers, has session vectors of 3 numbers",
        "0, 2, learned without session vectors, has session vectors of 2 numbers"
    })
    void sessionVectorsAreThoseOfTheStudent(int learned, int given, String having, String found, @TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("student.safetensors");
        StudentFile.write(file, train(learned > 0, 0.1).student());
        InferenceSetting setting = new InferenceSetting(CATALOGUE, VECTORS, Optional.empty());
        IntentRequest request = new IntentRequest(
                new int[] {1, 2}, new int[] {3, 4}, Optional.empty(), given == 0 ? null : new float[given]);
        try (IntentInferrer student = Inferrers.options("student", Map.of("network", file.toString()))
                        .create();
                SessionInferrer live = student.forSessions(new LiveSetting(setting, TEXTS, null))) {
            for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                    () -> student.infer(setting, List.of(request), Progress.NONE), () -> live.infer(request))) {
                assertThatThrownBy(wrong)
                        .isInstanceOf(UserMistakeException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining(having)
                        .hasMessageContaining(found);
            }
        }
    }
}
