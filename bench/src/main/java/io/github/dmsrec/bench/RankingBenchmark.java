package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** Ranking the targets of a chunk of rows, ranked and masked, without the time of scoring: scores are copied. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class RankingBenchmark {

    /** The number of items. */
    @Param({"3416", "43097"})
    public int items;

    /** The number of rows. */
    @Param({"1", "127"})
    public int rows;

    private Optional<Known> scores = Optional.empty();
    private Optional<Examples> examples = Optional.empty();
    private int[] expected = new int[0];

    /** Gives scores that were drawn before. */
    private record Known(int catalogueSize, float[] values) implements Recommender {

        @Override
        public String name() {
            return "known";
        }

        @Override
        public void score(Prefixes prefixes, int from, int to, float[] scores) {
            System.arraycopy(values, from * catalogueSize, scores, 0, (to - from) * catalogueSize);
        }
    }

    /** Draws scores and counts the ranks that must come out. */
    @Setup
    public void prepare() {
        SplittableRandom random = new RandomStreams(1).stream("scores");
        float[] values = new float[rows * items];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(20_000) / 1000f;
        }
        Examples drawn = SyntheticSessions.dataset(items, rows).examples(Split.TEST);
        expected = new int[rows];
        for (int row = 0; row < rows; row++) {
            int target = drawn.target(row);
            float score = values[row * items + target];
            expected[row] = 1;
            for (int item = 0; item < items; item++) {
                float other = values[row * items + item];
                expected[row] += other > score || (other == score && item < target) ? 1 : 0;
            }
        }
        scores = Optional.of(new Known(items, values));
        examples = Optional.of(drawn);
    }

    /** Evaluates all rows. */
    @Benchmark
    public Evaluation evaluate() {
        Evaluation evaluation =
                Evaluator.evaluate(scores.orElseThrow(), examples.orElseThrow(), 32L << 20, Progress.NONE);
        if (!Arrays.equals(evaluation.rankedRanks(), expected)) {
            throw new IllegalStateException("the ranks are not those that were counted");
        }
        return evaluation;
    }
}
