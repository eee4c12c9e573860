package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.datasets.imports.StrangeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every malformed file of the importer's tests through the command line: exit code 2, one message, nothing left behind. */
class ImportMalformedFilesTest {

    /** What the import is called, and so what each line of its progress begins with. */
    private static final String NAME = "refused";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("io.github.dmsrec.datasets.imports.StrangeFiles#malformed")
    void exitsWithTwoAndOneMessageAndLeavesNothing(StrangeFiles.Case given) throws IOException, SQLException {
        Path in = Files.createDirectory(folder.resolve("in"));
        List<String> words = new ArrayList<>(List.of("import"));
        words.addAll(given.make(in).words());
        words.addAll(List.of("--out", folder.resolve(NAME).toString()));

        Terminal.Result result = Terminal.run(words.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        List<String> message = result.err()
                .lines()
                .filter(line -> !line.startsWith("import " + NAME + ": "))
                .toList();
        assertThat(message)
                .as(result.err())
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .startsWith("Maybe ");
        assertThat(message.get(0)).doesNotStartWith("Maybe ");
        assertThat(message.subList(1, message.size() - 1)).allMatch(line -> line.startsWith("  "));
        assertThat(String.join("\n", message)).contains(given.told()).doesNotContain("Exception", "\tat ");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(in);
        }
    }
}
