package io.github.dmsrec.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.bench.ResultsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleTest {

    private static final Stage IMPORT = new Stage(Work.IMPORT, "");
    private static final Stage EPOCH = new Stage(Work.EPOCH, "sr-gnn");
    private static final Stage EVALUATION = new Stage(Work.EVALUATION, "sr-gnn");
    private static final Stage CALL = new Stage(Work.CALL, "sr-gnn");

    @TempDir
    private Path folder = Path.of("");

    private static ScaleFigure.Measured figure(Stage stage, long clicks, int items, double processor) {
        return new ScaleFigure.Measured(
                new Cell(clicks, items), stage.name(), 2 * processor, processor, 300, null, null);
    }

    /** Processor seconds of {@code 1e-6 clicks^1.2 items^0.7}. */
    private static ScaleFigure.Measured known(long clicks, int items) {
        return figure(EPOCH, clicks, items, 1e-6 * Math.pow((double) clicks, 1.2) * Math.pow(items, 0.7));
    }

    private ResultsFile<ScaleFigure> results() throws IOException {
        return new ResultsFile<>(folder.resolve("scale.jsonl"), ScaleFigure.class);
    }

    private static CellRun run(ResultsFile<ScaleFigure> results, Path shops, double memory, double seconds) {
        return new CellRun(results, shops, new StageTask.Settings(1, 1, 5, 5, 5), 64, memory, seconds);
    }

    @Test
    void exponentsOfBothSizesAreFoundTogether() {
        Growth growth = Growth.of(
                List.of(known(100_000, 1000), known(100_000, 10_000), known(300_000, 1000), known(1_000_000, 30_000)),
                ScaleTables::cost);

        assertThat(growth.clicks()).isCloseTo(1.2, within(1e-9));
        assertThat(growth.items()).isCloseTo(0.7, within(1e-9));
        assertThat(growth.cells()).isEqualTo(4);
    }

    @Test
    void anExponentIsLeftOpenWhereASizeDoesNotChangeOrBothGrowTogether() {
        Growth ofClicks = Growth.of(List.of(known(100_000, 1000), known(1_000_000, 1000)), ScaleTables::cost);
        assertThat(ofClicks.clicks()).isCloseTo(1.2, within(1e-9));
        assertThat(ofClicks.items()).isNull();

        Growth together = Growth.of(List.of(known(100_000, 1000), known(1_000_000, 10_000)), ScaleTables::cost);
        assertThat(together.clicks()).isNull();
        assertThat(together.items()).isNull();
    }

    @Test
    void whatWasMeasuredIsReadAgainAndNotMeasuredAgain() throws Exception {
        ScaleFigure.Measured call = new ScaleFigure.Measured(
                new Cell(1000, 50), CALL.name(), 0.002, 0.001, 250, null, new ScaleFigure.Latency(1.5, 2.5));
        ScaleFigure.Measured part = new ScaleFigure.Measured(
                new Cell(1000, 50), EPOCH.name(), 100, 50, 250, new ScaleFigure.Part(10, 1000, "steps"), null);
        results().add(call);
        results().add(part);

        ResultsFile<ScaleFigure> again = results();
        assertThat(again.all(ScaleFigure.class, figure -> true)).containsExactly(call, part);
        assertThat(part.wallOfPart()).isEqualTo(1);

        Path shops = folder.resolve("shops");
        run(again, shops, 0, 60).measure(new Cell(1000, 50), List.of(EPOCH, CALL));
        assertThat(again.all(ScaleFigure.class, figure -> true)).hasSize(2);
        assertThat(shops).doesNotExist();
    }

    @Test
    void whatDoesNotFitIsRefusedOnceAndLeavesNothing() throws Exception {
        ResultsFile<ScaleFigure> results = results();
        Cell cell = new Cell(1000, 50);
        Path shops = Files.createDirectories(folder.resolve("shops"));

        run(results, shops, 1, 60).measure(cell, List.of(IMPORT, EVALUATION));
        run(results, shops, 1, 60).measure(cell, List.of(IMPORT, EVALUATION));

        List<ScaleFigure.Refused> refused =
                results.all(ScaleFigure.Refused.class, figure -> true).toList();
        assertThat(refused).extracting(ScaleFigure.Refused::stage).containsExactly("import", "evaluation sr-gnn");
        assertThat(refused).allSatisfy(figure -> {
            assertThat(figure.lacking()).isEqualTo(ScaleFigure.Resource.MEMORY);
            assertThat(figure.needed()).isGreaterThan(figure.limit());
        });
        assertThat(shops).isEmptyDirectory();
    }

    @Test
    void whatWasEndedForItsTimeIsNotBegunAgainWithoutMore() throws Exception {
        ResultsFile<ScaleFigure> results = results();
        Cell cell = new Cell(1000, 50);
        ScaleFigure.Refused ended = new ScaleFigure.Refused(cell, IMPORT.name(), ScaleFigure.Resource.TIME, 60, 60);
        assertThat(ended.wasEnded()).isTrue();
        results.add(ended);

        run(results, Files.createDirectories(folder.resolve("shops")), 0, 60).measure(cell, List.of(IMPORT));

        assertThat(results.all(ScaleFigure.class, figure -> true)).containsExactly(ended);
    }

    @Test
    void timeIsEstimatedFromTheLargestCellThatFitsIn() {
        List<ScaleFigure.Measured> measured =
                List.of(figure(IMPORT, 1000, 50, 1), figure(IMPORT, 10_000, 50, 5), figure(IMPORT, 10_000, 5000, 100));
        // 10 s by the clock for a tenth of the clicks.
        assertThat(Estimate.of(new Cell(100_000, 500), IMPORT, measured).seconds())
                .isEqualTo(100);
        assertThat(Estimate.of(new Cell(100_000, 500), IMPORT, measured)
                        .refusal(new Cell(100_000, 500), IMPORT, new Limits(1e9, 1e9, 99)))
                .hasValueSatisfying(refused -> assertThat(refused.lacking()).isEqualTo(ScaleFigure.Resource.TIME));
        // A tenth of an epoch that took 2 s by the clock was measured, on a tenth of the items.
        ScaleFigure.Measured epoch = new ScaleFigure.Measured(
                new Cell(1000, 50), EPOCH.name(), 20, 10, 300, new ScaleFigure.Part(10, 100, "steps"), null);
        assertThat(Estimate.of(new Cell(100_000, 500), EPOCH, List.of(epoch)).seconds())
                .isCloseTo(20, within(1e-9));
    }

    @Test
    void anEpochNeedsTheItemTableFourTimesAndTheScoresOfABatchNineTimes() {
        Estimate estimate = Estimate.of(new Cell(100_000, 1_000_000), EPOCH, List.of());
        Estimate half = Estimate.of(new Cell(100_000, 500_000), EPOCH, List.of());
        // The item's id, title and attributes come on top: 400 bytes.
        assertThat(estimate.memory() - half.memory())
                .isCloseTo(500_000.0 * (400 + 4 * 400 + 9 * 400) / (1 << 20), within(1e-6));
    }

    @Test
    void tablesHaveWhatWasMeasuredAndWhatWasRefused() throws IOException {
        ResultsFile<ScaleFigure> results = results();
        results.add(figure(IMPORT, 100_000, 1000, 2.5));
        results.add(figure(IMPORT, 1_000_000, 1000, 20));
        results.add(new ScaleFigure.Measured(
                new Cell(100_000, 1000), CALL.name(), 0.003, 0.002, 400, null, new ScaleFigure.Latency(3.5, 12)));
        results.add(
                new ScaleFigure.Refused(new Cell(1_000_000, 1000), EPOCH.name(), ScaleFigure.Resource.TIME, 5000, 60));

        assertThat(new ScaleTables(results).markdown())
                .contains(
                        "| 1,000 items | 100,000 clicks | 1,000,000 clicks |",
                        "| import | 2.50 s, 300 | 20.0 s, 300 |",
                        "| epoch sr-gnn |  | time: 5,000 s |",
                        "| call sr-gnn | 2.00 ms (3.50 / 12.0), 400 |  |",
                        "| import | 0.90 | – | 2 |");
    }

    @Test
    void aChartHasALineForEachStageOfTwoPoints() throws Exception {
        List<ScaleFigure.Measured> measured = Stream.concat(
                        Stage.ALL.stream().map(stage -> figure(stage, 100_000, 1000, 0.5)),
                        Stage.ALL.stream().map(stage -> figure(stage, 1_000_000, 1000, 5)))
                .toList();
        String svg = GrowthChart.of(measured, GrowthChart.Axis.CLICKS).orElseThrow();

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(Stage.ALL.size());
        assertThat(Objects.requireNonNull(document.getDocumentElement()).getTextContent())
                .contains("epoch core-trm", "1,000,000");
        assertThat(GrowthChart.of(measured, GrowthChart.Axis.ITEMS)).isEmpty();
    }
}
