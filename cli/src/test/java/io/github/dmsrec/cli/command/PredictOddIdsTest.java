package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that hold what separates values: a file in which they would break the lines is refused, one that can hold them is not. */
class PredictOddIdsTest {

    @TempDir
    private Path folder = Path.of("");

    private Terminal.Result run(String... words) {
        Terminal.Result result = Terminal.run(words);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"session a\tb", "session \nb", "item i,1"})
    void idsThatWouldBreakTheLinesAreRefusedAndFitIntoParquet(String odd) throws IOException {
        String id = odd.substring(odd.indexOf(' ') + 1);
        boolean ofSession = odd.startsWith("session");
        StringBuilder text = new StringBuilder("s,i,t\n");
        for (int click = 0; click < 200; click++) {
            // The last session is in the test; the item is clicked in all sessions.
            String session = click / 4 == 49 && ofSession ? "\"" + id + "\"" : "s" + click / 4;
            String item = click % 4 == 2 && !ofSession ? "\"" + id + "\"" : "i" + click % 4;
            text.append(session + "," + item + "," + (1_650_000_000L + click * 40L) + "\n");
        }
        Path log = Files.writeString(folder.resolve("log.csv"), text);
        String data = folder.resolve("data").toString();
        String model = folder.resolve("pop").toString();
        run("import", "csv", log.toString(), "--session", "s", "--item", "i", "--time", "t", "--out", data);
        run("train", "--dataset", data, "--method", "pop", "--out", model);
        Path tsv = folder.resolve("top.tsv");

        Terminal.Result refused =
                Terminal.run("predict", "--model", model, "--dataset", data, "-k", "3", "--out", tsv.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(ofSession ? "session id '" : "item id 'i,1'", ".parquet");
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> String.valueOf(path.getFileName())).toList())
                    .containsExactlyInAnyOrderElementsOf(List.of("log.csv", "data", "pop"));
        }
        String parquet = folder.resolve("top.parquet").toString();
        run("predict", "--model", model, "--dataset", data, "-k", "3", "--out", parquet);
        Terminal.Result evaluated = run(
                "evaluate",
                "--dataset",
                data,
                "--from",
                parquet,
                "--out",
                folder.resolve("report").toString());
        assertThat(evaluated.out()).contains("top");
    }
}
