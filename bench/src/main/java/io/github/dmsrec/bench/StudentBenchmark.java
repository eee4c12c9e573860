package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import io.github.dmsrec.intent.student.StudentInferrer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a student takes for the intents of one session, from clicks, candidates and session vector to titles and texts: what a
 * model with a student takes beyond its backbone's passes. Vectors, weights and sessions are drawn, which changes no time:
 * 384 numbers a vector as of the built-in encoder, 12,101 items as of Beauty, session vectors of 100 numbers, 64 hidden units.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class StudentBenchmark {

    private static final int ITEMS = 12_101;
    private static final int DIMENSION = 384;
    private static final int SESSION_VECTOR = 100;
    private static final int HIDDEN = 64;
    private static final int SESSIONS = 1000;

    /** How many texts beyond titles the student may name. */
    @Param("256")
    public int texts;

    /** How many candidates a session has. */
    @Param("50")
    public int candidates;

    /** How many clicks a session has. */
    @Param("10")
    public int clicks;

    private @Nullable SessionInferrer student;
    private List<IntentRequest> requests = List.of();
    private int next;

    /** Draws a student, writes it and opens it. */
    @Setup
    public void prepare() throws IOException {
        SplittableRandom random = new RandomStreams(1).stream("student");
        Path file = Files.createTempFile("student", ".safetensors");
        try {
            write(file, random);
            Catalogue catalogue = new Catalogue(IntStream.range(0, ITEMS)
                    .mapToObj(item -> new Item("i" + item, "title " + item, Map.of()))
                    .toList());
            InferenceSetting setting = new InferenceSetting(
                    catalogue, new IntentVectors(DIMENSION, drawn(random, ITEMS * DIMENSION)), Optional.empty());
            IntentInferrer inferrer = Inferrers.options(StudentInferrer.NAME, Map.of("network", file.toString()))
                    .create();
            student = inferrer.forSessions(new LiveSetting(setting, List.of(), null));
        } finally {
            Files.delete(file);
        }
        requests = IntStream.range(0, SESSIONS)
                .mapToObj(session -> new IntentRequest(
                        random.ints(clicks, 0, ITEMS).toArray(),
                        random.ints(candidates, 0, ITEMS).toArray(),
                        Optional.empty(),
                        drawn(random, SESSION_VECTOR)))
                .toList();
    }

    /** A student that names titles and texts alike, four explicit and four latent intents. */
    private void write(Path file, SplittableRandom random) throws IOException {
        int inputs = 3 * DIMENSION + SESSION_VECTOR;
        int outputs = 2 * DIMENSION;
        SafetensorsFile.write(
                file,
                Map.of(
                        "sessionVector",
                        Integer.toString(SESSION_VECTOR),
                        "picks",
                        "[4, 4]",
                        "shares",
                        "[0.5, 0.5]",
                        "texts",
                        IntStream.range(0, texts)
                                .mapToObj(text -> "\"text " + text + "\"")
                                .collect(Collectors.joining(", ", "[", "]"))),
                Map.of(
                        "hidden.weight", Tensor.ofFloats(drawn(random, inputs * HIDDEN), inputs, HIDDEN),
                        "hidden.bias", Tensor.ofFloats(drawn(random, HIDDEN), HIDDEN),
                        "output.weight", Tensor.ofFloats(drawn(random, HIDDEN * outputs), HIDDEN, outputs),
                        "output.bias", Tensor.ofFloats(drawn(random, outputs), outputs),
                        "texts", Tensor.ofFloats(drawn(random, DIMENSION * texts), DIMENSION, texts)));
    }

    private static float[] drawn(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The intents of the next session. */
    @Benchmark
    public int session() {
        next = (next + 1) % SESSIONS;
        return opened().infer(requests.get(next)).row().explicitIntents().size();
    }

    private SessionInferrer opened() {
        if (student == null) {
            throw new IllegalStateException("the student is not open");
        }
        return student;
    }

    /** Closes the student. */
    @TearDown
    public void close() {
        opened().close();
    }
}
