package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.RankMetric;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
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

/**
 * How long the paired bootstrap takes, in HR@20 and MRR@20 by turns, between synthetic models that find 46 % of the targets
 * among their first 20 items. All processors are used.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
@State(Scope.Thread)
public class BootstrapBenchmark {

    private static final int ITEMS = 200;

    /** The number of sessions, of one row each. */
    @Param("20000")
    public int sessions;

    /** The number of comparisons that are made at once. */
    @Param({"1", "10", "100", "200"})
    public int comparisons;

    private Examples rows = Examples.lastClickOf(Sessions.of(List.of()));
    private List<IntToDoubleFunction> differences = List.of();
    private int[] all = new int[0];

    /** Draws the ranks of the models. */
    @Setup
    public void prepare() {
        rows = Examples.lastClickOf(Sessions.of(
                IntStream.range(0, sessions).mapToObj(i -> new int[] {i, i + 1}).toList()));
        SplittableRandom random = new RandomStreams(5).stream("ranks");
        int[][] ranks = new int[comparisons + 1][sessions];
        for (int[] ofModel : ranks) {
            for (int row = 0; row < sessions; row++) {
                ofModel[row] = 1 + (int) (Math.pow(random.nextDouble(), 3) * ITEMS);
            }
        }
        differences = IntStream.range(0, comparisons)
                .mapToObj(c -> difference(RankMetric.of(c % 2 == 0 ? "MRR@20" : "HR@20"), ranks[c], ranks[c + 1]))
                .toList();
        all = IntStream.range(0, sessions).toArray();
    }

    private static IntToDoubleFunction difference(RankMetric metric, int[] first, int[] second) {
        return row -> metric.of(second[row]) - metric.of(first[row]);
    }

    /** Makes the comparisons. */
    @Benchmark
    public List<PairedBootstrap> compare() {
        return PairedBootstrap.compare(differences, rows, all, 7);
    }
}
