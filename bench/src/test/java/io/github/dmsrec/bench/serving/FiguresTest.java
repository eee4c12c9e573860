package io.github.dmsrec.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.bench.ResultsFile;
import io.github.dmsrec.bench.load.Arrivals;
import io.github.dmsrec.bench.load.Latencies;
import io.github.dmsrec.bench.load.LoadPlan;
import io.github.dmsrec.bench.load.LoadReport;
import io.github.dmsrec.bench.load.Miss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

    private static final Cores CORES = new Cores("0", "1");
    private static final ServerFigures SERVER = new ServerFigures(300, 350, 2.5);

    private static LoadReport report(double rate, double seconds, @Nullable Double p99) {
        return new LoadReport(
                new LoadPlan(rate, seconds, Arrivals.Kind.POISSON, 1, 256, 5),
                1000,
                seconds,
                rate,
                1.25,
                2.5,
                p99,
                null,
                Map.of("7", 0.995, "20", 0.997, "50", 0.998),
                Map.of(
                        LoadReport.GOOD,
                        new Latencies(998, 1, 1, 2, 3, 4, 5),
                        "429",
                        new Latencies(1, 1, 1, 1, 1, 1, 1)),
                Map.of(Miss.TIMEOUT, 1L),
                new Latencies(1000, 0.1, 0.1, 0.1, 0.2, 0.3, 0.4),
                55,
                "status 429: full");
    }

    private static Figure.Run run(double rate, boolean searched) {
        return new Figure.Run("sr-gnn", 12_101, CORES, 1, searched, report(rate, 20, 4.5), SERVER);
    }

    @Test
    void everyKindOfFigureIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
        List<Figure> figures = List.of(
                new Figure.Start("sr-gnn", 12_101, CORES, 1.5, SERVER),
                run(200, false),
                new Figure.Greatest("sr-gnn", 12_101, CORES, 7, 1230),
                new Figure.SoakRun(
                        "sr-gnn", 12_101, CORES, report(600, 3600, null), List.of(300.0, 301.5), 1.5, SERVER),
                new Figure.Reloads("sr-gnn", 12_101, CORES, report(600, 250, 9.0), List.of(80.0), List.of(310.0), 0.0));
        Path file = folder.resolve("serving.jsonl");
        ResultsFile<Figure> results = new ResultsFile<>(file, Figure.class);
        for (Figure figure : figures) {
            results.add(figure);
        }

        assertThat(Files.readAllLines(file)).hasSize(figures.size());
        assertThat(new ResultsFile<>(file, Figure.class).all(Figure.class, figure -> true))
                .isEqualTo(figures);
    }

    @Test
    void aLineThatWasCutOffIsRemoved(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("serving.jsonl");
        ResultsFile<Figure> results = new ResultsFile<>(file, Figure.class);
        results.add(run(200, false));
        String whole = Files.readString(file);
        Files.writeString(file, whole + whole.substring(0, 100));

        ResultsFile<Figure> again = new ResultsFile<>(file, Figure.class);
        again.add(run(500, false));

        assertThat(new ResultsFile<>(file, Figure.class).all(Figure.class, figure -> true))
                .containsExactly(run(200, false), run(500, false));
    }

    @Test
    void tablesHaveWhatWasMeasuredOnTheSameCores(@TempDir Path folder) throws IOException {
        ResultsFile<Figure> results = new ResultsFile<>(folder.resolve("serving.jsonl"), Figure.class);
        results.add(new Figure.Start("sr-gnn", 12_101, CORES, 1.5, SERVER));
        results.add(run(200, false));
        results.add(run(777, true));
        results.add(new Figure.Greatest("sr-gnn", 12_101, CORES, 7, 1230));
        results.add(new Figure.Start("elsewhere", 12_101, new Cores("", ""), 9, SERVER));

        String text = new ServingTables(results, CORES, List.of(7, 50)).markdown();

        assertThat(text)
                .contains("server: core 0 of ")
                .contains("| sr-gnn | 1,230 | – | 1.50 | 300 | 350 |")
                .contains(
                        "| sr-gnn | 200 | 200.0 | 1.25 | 2.50 | 4.50 | – | 99.5 / 99.7 / 99.8 % | 2 (429: 1, timeout: 1) |"
                                + " 2.5 | 0.1 | 300 |")
                .doesNotContain("777")
                .doesNotContain("elsewhere");
    }

    @Test
    void aRunLastsForAHundredRequestsButNoLongerThanAMinute() {
        RunSettings settings = new RunSettings(10, 20, Arrivals.Kind.POISSON, 7, 256, 5, CORES);

        assertThat(settings.plan(500, 1).seconds()).isEqualTo(10);
        assertThat(settings.plan(4, 1).seconds()).isEqualTo(25);
        assertThat(settings.plan(1, 1).seconds()).isEqualTo(60);
        assertThat(settings.plan(500, 2).seed())
                .isNotEqualTo(settings.plan(500, 1).seed());
        assertThat(settings.lasting(90).plan(500, 1).seconds()).isEqualTo(90);
    }

    @Test
    void serverAndGeneratorArePinnedOnlyIfTheyAreToBe() {
        assertThat(new Cores("", "").pinServer(List.of("java"))).containsExactly("java");
        assertThat(CORES.pinServer(List.of("java"))).containsExactly("taskset", "-c", "0", "java");
        assertThat(CORES.pinGenerator(List.of("java"))).containsExactly("taskset", "-c", "1", "java");
        assertThat(new Cores("0", "").text()).contains("server: core 0 of").contains("generator: all");
    }

    @Test
    void mediansTakeTheLowerOfTwoAndNullIsGreatest() {
        assertThat(Median.of(List.of(3.0, 1.0, 2.0), value -> value)).isEqualTo(2.0);
        assertThat(Median.of(List.of(4.0, 1.0), value -> value)).isEqualTo(1.0);
        assertThat(Median.of(Arrays.asList(1, 2, 3), value -> value == 1 ? 1.0 : null))
                .isNull();
        assertThat(Median.text("%.1f", List.of(1.0), value -> null)).isEqualTo("–");
    }

    @Test
    void theSlopeIsThatOfTheSecondHalf() {
        // Grows while it warms up, then by two for each step.
        assertThat(Slope.ofSecondHalf(List.of(0.0, 100.0, 200.0, 300.0, 302.0, 304.0, 306.0, 308.0)))
                .isCloseTo(2, within(1e-9));
        assertThat(Slope.ofSecondHalf(List.of(5.0, 5.0, 5.0, 5.0))).isZero();
        assertThat(Slope.ofSecondHalf(List.of(5.0))).isZero();
        assertThat(Slope.ofSecondHalf(List.of())).isZero();
    }
}
