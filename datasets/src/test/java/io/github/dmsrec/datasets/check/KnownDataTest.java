package io.github.dmsrec.datasets.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.format.sessionrec.SessionRecImport;
import io.github.dmsrec.datasets.format.srgnn.SrgnnImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known to be wrong with the data sets of the paper is found. */
@Tag("slow")
class KnownDataTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void theWeaknessesOfMl1mAreFound() throws IOException {
        CheckReport report = check("ml-1m");

        assertThat(number(report, "copied-rows", "rows")).isEqualTo(37);
        assertThat(number(report, "copied-rows", "rows-of-longer-prefix")).isEqualTo(1);
        assertThat(report.finding("repeats").orElseThrow().measured()).startsWith("no session");
        assertThat(number(report, "training-rows", "rows") / number(report, "training-rows", "possible"))
                .isLessThan(0.08);
        assertThat(number(report, "prefix-shift", "variation")).isGreaterThan(0.3);
        assertThat(report.with(Verdict.LOOK))
                .extracting(Finding::id)
                .contains("copied-rows", "repeats", "training-rows", "prefix-shift", "times", "order-follows-ids");
        // The order of ratings is not that of watching, but a rule does find it: most of it is gone when it is
        // shuffled.
        assertThat(number(report, "order-signal", "remaining")).isBetween(0.3, 0.6);
    }

    @Test
    void theWeaknessesOfBeautyAreFound() throws IOException {
        CheckReport report = check("beauty");

        assertThat(number(report, "copied-rows", "rows")).isEqualTo(201);
        assertThat(number(report, "copied-rows", "rows-of-longer-prefix")).isEqualTo(86);
        assertThat(number(report, "titles-missing", "items")).isEqualTo(7);
        assertThat(number(report, "titles-markup", "items")).isBetween(93.0, 110.0);
        assertThat(report.finding("repeats").orElseThrow().verdict()).isEqualTo(Verdict.LOOK);
        assertThat(report.finding("times").orElseThrow().verdict()).isEqualTo(Verdict.LOOK);
        // Reviews have a day and no time; those of one day were sorted by product.
        assertThat(report.finding("order-follows-ids").orElseThrow().verdict()).isEqualTo(Verdict.STOP);
        assertThat(number(report, "order-follows-ids", "upward-share")).isBetween(0.65, 0.75);
    }

    /** The sessions of the paper's rule for MovieLens, with the times that its published files lack: most are ties. */
    @Test
    void theTimesOfMovieLensAreFoundToBeNoOrder() throws IOException {
        Path ratings = SharedMaterial.require("data/ml-100k/u.data");
        Map<String, List<long[]>> byUser = new TreeMap<>();
        for (String line : Files.readAllLines(ratings)) {
            String[] fields = line.split("\t", -1);
            byUser.computeIfAbsent(fields[0], user -> new ArrayList<>())
                    .add(new long[] {Long.parseLong(fields[3]), Long.parseLong(fields[1])});
        }
        StringBuilder train = new StringBuilder("SessionId\tItemId\tTime\n");
        StringBuilder test = new StringBuilder(train);
        byUser.forEach((user, clicks) -> {
            clicks.sort(Comparator.comparingLong(click -> click[0]));
            long begin = Long.MIN_VALUE / 2;
            for (long[] click : clicks) {
                begin = click[0] > begin + 300 || click[0] / 86_400 != begin / 86_400 ? click[0] : begin;
                (click[0] < 889_000_000 ? train : test)
                        .append(user + "-" + begin + "\t" + click[1] + "\t" + click[0] + "\n");
            }
        });
        Path folderOfFiles = Files.createDirectory(folder.resolve("files"));
        SessionRecImport.run(
                Files.writeString(folderOfFiles.resolve("train.txt"), train),
                Files.writeString(folderOfFiles.resolve("test.txt"), test),
                folder.resolve("ml-100k"),
                Origin.of("ml-100k", "a test", 1, 1),
                Progress.NONE);

        CheckReport report = Datasets.check(folder.resolve("ml-100k"));

        assertThat(report.finding("time-ties").orElseThrow().verdict()).isEqualTo(Verdict.STOP);
        assertThat(number(report, "time-ties", "share")).isBetween(0.4, 0.7);
        assertThat(report.finding("times").orElseThrow().verdict()).isEqualTo(Verdict.FINE);
        assertThat(report.finding("fast-sessions").orElseThrow().verdict()).isEqualTo(Verdict.LOOK);
    }

    private CheckReport check(String name) throws IOException {
        Path data = SharedMaterial.require("data/" + name);
        SrgnnImport.run(
                data,
                Optional.of(data.resolve("items.tsv")),
                folder.resolve(name),
                Origin.of(name, "a test", 1, 1),
                Progress.NONE);
        return Datasets.check(folder.resolve(name));
    }

    private static double number(CheckReport report, String id, String name) {
        return report.finding(id).orElseThrow().numbers().getOrDefault(name, Double.NaN);
    }
}
