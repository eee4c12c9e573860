package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.cli.Main;
import io.github.dmsrec.cli.command.CommandLines;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.experiment.report.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A tiny study of the demo shop, made in one go, in processes, and after a kill. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudyRunTest {

    private static String text(Path work, int workers) {
        return String.format(
                Locale.ROOT,
                """
            name: tiny
            work: %s
            seeds: [1, 2]
            workers: %d
            datasets: {shop: {demo: {sessions: 60}}}
            training: {dimension: 8, epochs: 1}
            arms: [base, zero, both, lambda-tuned, both+cross-fit]
            alignment-weights: [0, 0.1]
            methods:
              pop:
              vs-knn:
              sr-gnn:
              stamp: {arms: [base, published], seeds: [1], arm-options: {published: {dimension: 8, epochs: 1}}}
            candidates: {k: 10, cross-fit: 2}
            """,
                work,
                workers);
    }

    @TempDir
    private static Path folder = Path.of("");

    private Optional<Report> made = Optional.empty();

    private Path file(Path work, int workers) throws IOException {
        return Files.writeString(folder.resolve(work.getFileName() + ".yaml"), text(work, workers));
    }

    private static String run(Path file, String... more) {
        StringWriter said = new StringWriter();
        Console console = new Console(new PrintWriter(said), new PrintWriter(said), false);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "study";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        assertThat(CommandLines.execute(console, arguments)).as(said::toString).isZero();
        return said.toString();
    }

    private static Report report(Path file) throws IOException {
        return report(StudyFile.read(file, Map.of()));
    }

    private static Report report(Study study) throws IOException {
        return StudyRun.run(
                        study,
                        "dmsrec study",
                        List.of(),
                        new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false))
                .report();
    }

    @BeforeAll
    void makeTheStudyInOneGo() throws IOException {
        made = Optional.of(report(file(folder.resolve("whole"), 1)));
    }

    private Report whole() {
        return made.orElseThrow();
    }

    private Report.OnDataset shop() {
        return whole().datasets().get(0);
    }

    /** The figures, which do not depend on when and how fast they were made. */
    private static Map<String, Map<String, Report.Spread>> figures(Report report) {
        Map<String, Map<String, Report.Spread>> figures = new LinkedHashMap<>();
        report.datasets().get(0).lines().forEach(line -> {
            figures.put(line.name() + " ranked", line.ranked());
            figures.put(line.name() + " masked", line.masked());
        });
        return figures;
    }

    @Test
    void everyArmOfEveryMethodHasALine() {
        assertThat(shop().lines())
                .extracting(Report.Line::name)
                .containsExactly(
                        "pop",
                        "vs-knn",
                        "sr-gnn",
                        "sr-gnn zero",
                        "sr-gnn both",
                        "sr-gnn lambda-tuned",
                        "sr-gnn both+cross-fit",
                        "stamp",
                        "stamp published");
        assertThat(shop().line("sr-gnn both").orElseThrow().seeds()).containsExactly(1L, 2L);
        assertThat(shop().line("sr-gnn both").orElseThrow().masked().get("MRR@20"))
                .satisfies(spread -> assertThat(spread.runs()).isEqualTo(2))
                .satisfies(spread -> assertThat(spread.deviation()).isPositive());
        assertThat(shop().line("pop").orElseThrow().seeds()).isEmpty();
        assertThat(shop().line("stamp published").orElseThrow().selectedOn()).isEqualTo("test");
        assertThat(shop().protocol()).isEqualTo("sound and published");
        assertThat(shop().line("sr-gnn").orElseThrow().costs())
                .containsKeys("train-s", "epochs", "parameters", "ms/1000");
    }

    @Test
    void aTunedWeightIsTheBestOfItsValuesOnTheValidationRows() {
        // 0.1 is the default, so one of its two models is that of the arm 'both'.
        assertThat(folder.resolve("whole/shop/models/sr-gnn/lambda-tuned/0")).exists();
        assertThat(folder.resolve("whole/shop/models/sr-gnn/lambda-tuned/0.1")).doesNotExist();
    }

    @Test
    void differencesAreThoseOfTheMeans() {
        Report.Difference difference = shop().differences().stream()
                .filter(one -> one.line().equals("sr-gnn both")
                        && one.reference().equals("sr-gnn zero")
                        && one.metric().equals("MRR@20")
                        && one.seenItems().equals(Report.MASKED))
                .findFirst()
                .orElseThrow();
        double both = mean("sr-gnn both");
        double zero = mean("sr-gnn zero");

        assertThat(difference.difference()).isCloseTo(both - zero, within(1e-12));
        // The shop has fewer than 30 test sessions.
        assertThat(difference.low()).isNull();
        assertThat(difference.untested()).startsWith("not tested: ");
        assertThat(difference.bySeed()).hasSize(2);
        assertThat(difference.bySeed().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .isCloseTo(difference.difference(), within(1e-12));
        assertThat(shop().mapShares()).anySatisfy(share -> {
            assertThat(share.both()).isEqualTo(both);
            assertThat(share.zero()).isEqualTo(zero);
        });
    }

    private double mean(String line) {
        return Optional.ofNullable(shop().line(line).orElseThrow().masked().get("MRR@20"))
                .orElseThrow()
                .mean();
    }

    @Test
    void sessionsAreShownWithTheirIntentsAndWhatEveryLineRecommends() throws IOException {
        assertThat(shop().sessions()).hasSize(6).allSatisfy(example -> {
            assertThat(example.candidates()).isNotEmpty();
            assertThat(example.recommendations().keySet())
                    .contains("pop", "sr-gnn", "sr-gnn both", "stamp")
                    .hasSameSizeAs(shop().lines());
        });
        assertThat(shop().sessions())
                .anySatisfy(example -> assertThat(example.latent()).isNotEmpty());
        assertThat(shop().items()).isNotEmpty();
        assertThat(Files.readString(folder.resolve("whole/report/report.html")))
                .contains("Sessions: what is recommended, and why", "latent intents", "Test row ");
    }

    @Test
    void nothingIsMadeTwice() throws IOException {
        Path file = file(folder.resolve("whole"), 1);

        String said = run(file);

        assertThat(said.lines()
                        .filter(line -> line.startsWith("[") && !line.contains("] report: "))
                        .toList())
                .isNotEmpty()
                .allMatch(line -> line.endsWith("is there already"));
    }

    @Test
    @Tag("slow")
    void aKilledStudyGoesOnToTheSameTables() throws IOException, InterruptedException {
        Path work = folder.resolve("killed");
        Path file = file(work, 1);
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "study",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.contains("models/sr-gnn/both/1")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            process.destroyForcibly();
        }
        process.waitFor();
        Path finished = work.resolve("shop/evaluations/sr-gnn/zero/1");
        String before = created(finished);
        assertThat(work.resolve("shop/evaluations/stamp/base/1")).doesNotExist();

        Report resumed = report(file);

        assertThat(created(finished)).isEqualTo(before);
        assertThat(figures(resumed)).isEqualTo(figures(whole()));
        assertThat(resumed.datasets().get(0).differences()).isEqualTo(shop().differences());
    }

    /** The time of the file, which is finer than that in the manifest. */
    private static String created(Path artefact) throws IOException {
        return Files.getLastModifiedTime(artefact.resolve("manifest.json")).toString();
    }

    @Test
    @Tag("slow")
    void severalWorkersMakeTheSame() throws IOException {
        assertSameByWorkers("base", 5, 10, List.of("sr-gnn/base/1", "stamp/base/1"));
    }

    @Test
    @Tag("slow")
    void severalWorkersMakeTheSameWithIntents() throws IOException {
        assertSameByWorkers(
                "base,zero,both", 10, 14, List.of("sr-gnn/base/1", "sr-gnn/zero/1", "sr-gnn/both/1", "stamp/base/1"));
    }

    private void assertSameByWorkers(String arms, int processes, int lines, List<String> models) throws IOException {
        String work = "workers-" + processes;
        Path file = file(folder.resolve(work), 2);
        Map<String, String> fewer = Map.of("arms", arms, "seeds", "1");
        List<String> sets = fewer.entrySet().stream()
                .flatMap(one -> Stream.of("--set", one.getKey() + "=" + one.getValue()))
                .toList();

        String said = run(file, sets.toArray(String[]::new));

        assertThat(said).contains(processes + " of " + processes + " processes done in");
        assertThat(figures(report(StudyFile.read(file, fewer))))
                .hasSize(lines)
                .allSatisfy((line, figures) -> assertThat(figures.keySet()).contains("MRR@20"));
        for (String model : models) {
            assertThat(fingerprint(folder.resolve(work + "/shop/models/" + model)))
                    .isEqualTo(fingerprint(folder.resolve("whole/shop/models/" + model)));
        }
    }

    @Test
    void aChangedOptionMakesAgainWhatDependsOnItAlone() throws IOException {
        Path work = folder.resolve("changed");
        copyTree(folder.resolve("whole"), work);
        assertThat(run(file(work, 1)).lines().filter(line -> line.startsWith("[") && !line.contains("] report: ")))
                .allMatch(line -> line.endsWith("is there already"));
        String sr = created(work.resolve("shop/models/sr-gnn/base/1"));
        String stamp = fingerprint(work.resolve("shop/models/stamp/base/1"));

        run(file(work, 1), "--set", "methods.stamp.options.epochs=2");

        assertThat(created(work.resolve("shop/models/sr-gnn/base/1"))).isEqualTo(sr);
        assertThat(fingerprint(work.resolve("shop/models/stamp/base/1"))).isNotEqualTo(stamp);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static String fingerprint(Path artefact) {
        return ArtefactFolder.open(artefact).manifest().fingerprint();
    }

    @Test
    void theReportIsOnePageTablesForPapersAndPlainFigures() throws IOException {
        Path report = folder.resolve("whole/report");

        assertThat(Files.readString(report.resolve("report.html")))
                .contains("Glossary", "Where every figure comes from", "How much of the gain")
                .contains("selected on the test set")
                .doesNotContain("src=", "http://", "https://", "NaN", ">null<", "\"null\"");
        assertThat(Files.readString(report.resolve("tables.tex")))
                .contains("\\begin{tabular}", "$\\pm$", "\\bottomrule")
                .doesNotContain("\u00b1", "NaN");
        List<String> figures = Files.readAllLines(report.resolve("figures.csv"));
        assertThat(figures.get(0)).startsWith("dataset,line,method,arm");
        assertThat(figures.stream().map(line -> line.split(",", -1).length).collect(Collectors.toSet()))
                .containsExactly(11);
        assertThat(figures)
                .anyMatch(line -> line.startsWith("shop,sr-gnn both,sr-gnn,both,trained,validation,masked,MRR@20,"));
        assertThat(Files.readString(report.resolve("report.md"))).contains("| sr-gnn both |");
        assertThat(Files.readAllLines(report.resolve("differences.csv")))
                .hasSize(shop().differences().size() + 1);
    }

    @Test
    void aStepThatIsNotThereIsRefused() throws IOException {
        Path file = file(folder.resolve("none"), 1);

        assertThatThrownBy(() -> StudyRun.makeOnly(
                        StudyFile.read(file, Map.of()),
                        List.of("shop/models/sr-gnn/base/3"),
                        "",
                        new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("There is no step 'shop/models/sr-gnn/base/3'");
    }
}
