package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.recommend.TopK;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** The best items of one row of scores, over catalogues of ml-1m's and Diginetica's size. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class TopKBenchmark {

    private static final int ROWS = 17;

    /** The number of items. */
    @Param({"3416", "43097"})
    public int items;

    /** How many are wanted. */
    @Param({"1", "50"})
    public int k;

    private float[] scores = new float[0];
    private int[] excluded = new int[0];
    private int row;

    /** Makes rows of scores with ties, and checks the selection against a full sort. */
    @Setup
    public void prepare() {
        SplittableRandom random = new RandomStreams(1).stream("scores");
        scores = new float[ROWS * items];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(20_000) / 1000f;
        }
        excluded = random.ints(13, 0, items).toArray();
        for (int i = 0; i < ROWS; i++) {
            int offset = i * items;
            int[] expected = IntStream.range(0, items)
                    .filter(item -> Arrays.stream(excluded).noneMatch(other -> other == item))
                    .boxed()
                    .sorted(Comparator.<Integer, Float>comparing(item -> -scores[offset + item])
                            .thenComparing(item -> item))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
            if (!Arrays.equals(TopK.select(scores, offset, items, k, excluded), expected)) {
                throw new IllegalStateException("the best items of row " + i + " are not those of a full sort");
            }
        }
    }

    /** Selects from the next row, going round. */
    @Benchmark
    public int[] select() {
        row = (row + 1) % ROWS;
        return TopK.select(scores, row * items, items, k, excluded);
    }
}
