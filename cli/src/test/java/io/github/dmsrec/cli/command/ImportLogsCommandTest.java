package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportLogsCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aCommandMakesADataSetOfALogAndSaysWhatItDid() throws IOException {
        Path log = log();
        Files.writeString(folder.resolve("items.csv"), "sku;name;brand\ni0;Soap;X\ni1;Oil;\n");
        String out = folder.resolve("data").toString();

        Terminal.Result result = Terminal.run(
                "import",
                "csv",
                log.toString(),
                "--columns",
                "who,what,when,how",
                "--user",
                "who",
                "--item",
                "what",
                "--time",
                "when",
                "--gap",
                "10m",
                "--event",
                "how",
                "--events",
                "view",
                "--min-item-support",
                "2",
                "--items",
                folder.resolve("items.csv").toString(),
                "--item-id",
                "sku",
                "--title",
                "name",
                "--text",
                "brand",
                "--allow-unmatched-items",
                "--out",
                out);

        assertThat(result.err()).contains("seconds since 1970");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("clicks of other kinds")
                .contains("a pause of more than 600 s")
                .contains("test pairs");
        SessionDataset dataset = DatasetFolder.read(folder.resolve("data"));
        assertThat(dataset.allSessions().size()).isEqualTo(40);
        assertThat(dataset.catalogue().title(0)).isEqualTo("Soap");
        assertThat(dataset.catalogue().item(0).attributes()).containsEntry("brand", "X");
    }

    @Test
    void aFaultInTheLogIsToldAndNothingIsWritten() throws IOException {
        Path log = Files.writeString(folder.resolve("bad.csv"), "s,i,t\na,1,100\nb,2,noon\n");
        Path out = folder.resolve("data");

        Terminal.Result result = Terminal.run(
                "import",
                "csv",
                log.toString(),
                "--session",
                "s",
                "--item",
                "i",
                "--time",
                "t",
                "--out",
                out.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("bad.csv' line 3, column 't': 'noon'")
                .contains("Name the format with --time-format");
        assertThat(out).doesNotExist();
    }

    @Test
    void optionsThatDoNotGoTogetherAreToldAtOnce() throws IOException {
        Terminal.Result result = importing(
                "--item",
                "what",
                "--events",
                "view",
                "--out",
                folder.resolve("data").toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--session").contains("--user").contains("--event");
    }

    @Test
    void aShareOfValidationIsRefusedWhereTheSplitHasNone() throws IOException {
        Path out = folder.resolve("data");

        for (String split : List.of("days:7", "leave-last")) {
            Terminal.Result result = importing(
                    "--session",
                    "who",
                    "--item",
                    "what",
                    "--time",
                    "when",
                    "--split",
                    split,
                    "--validation-share",
                    "0.2",
                    "--out",
                    out.toString());

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("--validation-share is 0.2, but --split is '" + split + "'");
        }
        assertThat(out).doesNotExist();
    }

    private Terminal.Result importing(String... options) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("import", "csv", log().toString(), "--columns", "who,what,when,how"));
        words.addAll(List.of(options));
        return Terminal.run(words.toArray(String[]::new));
    }

    private Path log() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int session = 0; session < 40; session++) {
            for (int click = 0; click < 4; click++) {
                text.append('u')
                        .append(session % 8)
                        .append("\ti")
                        .append((session + click) % 5)
                        .append('\t')
                        .append(1_500_000_000L + session * 5000L + click * 60L)
                        .append('\t')
                        .append(click == 3 ? "buy" : "view")
                        .append('\n');
            }
        }
        return Files.writeString(folder.resolve("log.tsv"), text);
    }
}
