package io.github.dmsrec.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFilesTest {

    private static final List<ParquetColumn> COLUMNS = List.of(
            new ParquetColumn("a \"quoted\" name", ParquetColumn.Type.INTEGER),
            new ParquetColumn("number", ParquetColumn.Type.FLOAT),
            new ParquetColumn("text", ParquetColumn.Type.TEXT),
            new ParquetColumn("integers", ParquetColumn.Type.INTEGERS),
            new ParquetColumn("numbers", ParquetColumn.Type.FLOATS),
            new ParquetColumn("texts", ParquetColumn.Type.TEXTS));

    /** More than a group of the file has. */
    private static final int ROWS = 200_000;

    private Path folder;

    @BeforeEach
    void useFolder(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void everyTypeComesBackInOrder() throws IOException {
        Path file = folder.resolve("rows.parquet");
        write(file, 5000);

        List<String> rows = new ArrayList<>();
        long count = ParquetFiles.query(
                file,
                "FROM content",
                row -> rows.add(row.integer(0) + " " + row.number(1) + " "
                        + row.optionalText(2).orElse("none") + " " + Arrays.toString(row.integers(3)) + " "
                        + Arrays.toString(row.numbers(4)) + " " + row.texts(5)));

        assertThat(count).isEqualTo(5000);
        assertThat(rows.get(0)).isEqualTo("0 0.0 none [] [] []");
        assertThat(rows.get(4999)).isEqualTo("4999 2499.5 caf\u00e9 'n' \"tab\t\" [4999, -4999] [0.1] [x, , 4999]");
        assertThat(ParquetFiles.columns(file))
                .containsExactly("a \"quoted\" name", "number", "text", "integers", "numbers", "texts");
    }

    @Test
    @Tag("slow")
    void theSameRowsGiveTheSameBytesAlsoBeyondTheMemoryAndNothingIsLeftBeside() throws IOException {
        write(folder.resolve("one"), ROWS);
        Path file = folder.resolve("it's [two]");
        int[] parts = {0};
        ParquetFiles.write(
                file,
                COLUMNS,
                writer -> {
                    rows(writer, ROWS);
                    parts[0] = folder.toFile().list().length - 1;
                },
                10 << 20);

        assertThat(parts[0]).isBetween(2, 5);
        assertThat(folder.resolve("one")).hasSameBinaryContentAs(file);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("one", "it's [two]");
    }

    @Test
    void groupsOfLargeRowsAreSmall() throws IOException {
        Path file = folder.resolve("wide");
        List<ParquetColumn> columns = List.of(new ParquetColumn("numbers", ParquetColumn.Type.FLOATS));
        ParquetFiles.write(
                file,
                columns,
                writer -> {
                    for (int row = 0; row < 5000; row++) {
                        float[] numbers = new float[1000];
                        numbers[999] = row;
                        writer.beginRow().numbers(numbers).endRow();
                    }
                },
                1 << 20);

        float[] next = {0};
        ParquetFiles.query(file, "SELECT numbers[1000] FROM content", row -> assertThat(row.number(0))
                .isEqualTo(next[0]++));
        assertThat(next[0]).isEqualTo(5000);
        List<Integer> rowsOfGroups = new ArrayList<>();
        ParquetFiles.query(
                folder.resolve("wide"),
                "SELECT DISTINCT row_group_id, row_group_num_rows::INTEGER FROM parquet_metadata('" + file
                        + "') ORDER BY 1",
                row -> rowsOfGroups.add(row.integer(1)));
        assertThat(rowsOfGroups).hasSizeGreaterThan(1).allMatch(rows -> rows < 3000);
    }

    @Test
    void nothingIsLeftWhereTheRowsEndInAMistake() {
        assertThatThrownBy(() -> ParquetFiles.write(
                        folder.resolve("broken"),
                        COLUMNS,
                        writer -> {
                            rows(writer, 20_000);
                            throw new IOException("the model is gone");
                        },
                        1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessage("the model is gone");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void pathsMayHoldAnything() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("it's a [new] \"day\"* {x} split=7"));
        Path file = odd.resolve("r[0]?'.parquet");
        write(file, 3);

        assertThat(ParquetFiles.query(file, "FROM content", row -> {})).isEqualTo(3);
        assertThat(ParquetFiles.columns(file)).hasSize(COLUMNS.size());
    }

    @Test
    void aReadingInsideAnotherAndAReplacedFileAndAMistakeBeforeChangeNothing() throws IOException {
        Path file = folder.resolve("rows.parquet");
        Path other = folder.resolve("other.parquet");
        write(file, 3);
        write(other, 5);
        List<Long> inside = new ArrayList<>();

        ParquetFiles.query(file, "FROM content", row -> {
            assertMistake(other, "SELECT no_such_column FROM content", "no_such_column");
            inside.add(ParquetFiles.query(other, "FROM content", ignored -> {}));
        });
        write(file, 7);

        assertThat(inside).containsExactly(5L, 5L, 5L);
        assertThat(ParquetFiles.query(file, "FROM content", row -> {})).isEqualTo(7);
    }

    @Test
    void missingCutOffAndForeignFilesAreMistakes() throws IOException {
        Path file = folder.resolve("rows.parquet");
        assertMistake(file, "FROM content", "does not exist");
        write(file, 2000);
        assertMistake(file, "SELECT no_such_column FROM content", "no_such_column");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertMistake(file, "FROM content", "cannot be read");
        Files.writeString(file, "split\trow\n");
        assertMistake(file, "FROM content", "cannot be read");
    }

    @Test
    void aMissingValueIsAMistakeWhereOneIsDue() throws IOException {
        Path file = folder.resolve("rows.parquet");
        write(file, 1);

        assertThatThrownBy(() -> ParquetFiles.query(file, "SELECT text FROM content", row -> row.text(0)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("no value");
    }

    private static void assertMistake(Path file, String query, String part) {
        assertThatThrownBy(() -> ParquetFiles.query(file, query, row -> {}))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(file.toString(), part);
    }

    private static void write(Path file, int rows) throws IOException {
        ParquetFiles.write(file, COLUMNS, writer -> rows(writer, rows));
    }

    private static void rows(ParquetWriter writer, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            writer.beginRow().integer(i).number(i / 2f);
            if (i == 0) {
                writer.nothing().integers(new int[0]).numbers(new float[0]).texts(List.of());
            } else {
                writer.text("caf\u00e9 'n' \"tab\t\"")
                        .integers(new int[] {i, -i})
                        .numbers(new float[] {0.1f})
                        .texts(List.of("x", "", Integer.toString(i)));
            }
            writer.endRow();
        }
    }
}
