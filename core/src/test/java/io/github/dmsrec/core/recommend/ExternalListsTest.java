package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalListsTest {

    private static final String HEADER = "session\tposition\titems\tscores\n";

    @TempDir
    Path folder = Path.of("");

    /** Items a to d; session x has the clicks a b c, session y has d a. */
    private static SessionDataset dataset(boolean everyPrefix) {
        Sessions sessions = new Sessions(
                new int[] {0, 3, 5},
                new int[] {0, 1, 2, 3, 0},
                Optional.of(new SessionLog(List.of("x", "y"), new int[] {0, 1}, new double[] {1, 2, 3, 4, 5})));
        Examples test = everyPrefix ? Examples.everyPrefixOf(sessions) : Examples.lastClickOf(sessions);
        Catalogue catalogue = new Catalogue(Stream.of("a", "b", "c", "d")
                .map(id -> new Item(id, "", Map.of()))
                .toList());
        return new SessionDataset(
                "four items", "0", catalogue, Map.of(Split.TRAIN, test, Split.VALIDATION, test, Split.TEST, test));
    }

    @Test
    void listsComeInTheOrderOfTheRowsAndMayBeEmpty() throws IOException {
        Path file = Files.writeString(folder.resolve("a.tsv"), HEADER + "y\t0\t\t\nx\t1\tc,a\t2.5,-1e-3\nx\t0\td\t7\n");

        CandidateLists lists = ExternalLists.read(file, dataset(true));

        assertThat(lists.size()).isEqualTo(3);
        assertThat(lists.items(0)).containsExactly(3);
        assertThat(lists.items(1)).containsExactly(2, 0);
        assertThat(lists.score(1, 1)).isEqualTo(-1e-3f);
        assertThat(lists.items(2)).isEmpty();
    }

    @Test
    void sessionRecCountsPredictionPointsAndTheOthersCountClicks() throws IOException {
        SessionDataset lastClicks = dataset(false);
        Path sessionRec = Files.writeString(
                folder.resolve("b.csv"),
                "SessionId;Time;Position;Recommendations;Scores\nx;9.5;0;c,d;2,1\ny;9.6;0;a, b;0.5, 0.5\n");
        Path tsv = Files.writeString(folder.resolve("b.tsv"), HEADER + "x\t1\tc,d\t2,1\ny\t0\ta,b\t0.5,0.5\n");

        for (Path file : List.of(sessionRec, tsv)) {
            CandidateLists lists = ExternalLists.read(file, lastClicks);
            assertThat(lists.items(0)).containsExactly(2, 3);
            assertThat(lists.items(1)).containsExactly(0, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "session position items|''|line 1 has no column 'scores'",
                "''|''|f.tsv' is empty",
                "session position items scores|''|f.tsv' has columns, but no recommendations",
                "session position items scores|z 0 a 1|line 2: no test row is of session 'z'",
                "session position items scores|x 2 a 1|line 2: session 'x' has no test row at position '2', only at 0, 1",
                "session position items scores|x one a 1|line 2: session 'x' has no test row at position 'one'",
                "session position items scores|x 0 a 1/y 0 a 1/x 0 a 1|line 4 is for session 'x' position 0, as is",
                "session position items scores|x 0 a,e 2,1|line 2 recommends the item 'e', which the catalogue",
                "session position items scores|x 0 a,b,a 3,2,1|line 2 recommends the item 'a' twice",
                "session position items scores|x 0 a 1/x 1 a,b 1,NaN|line 3 has the score 'NaN' at place 2",
                "session position items scores|x 0 a,b 2,high|line 2 has the score 'high' at place 2",
                "session position items scores|x 0 a,b 2|line 2 has 2 items, but 1 scores",
                "session position items scores|x 0 a,b,c 2,1,1.5|line 2 has the score 1.5 at place 3 after the lower 1",
                "session position items scores|x 0 a|line 2 has 3 fields, but the header has 4",
                "session position items scores|x 1 a 1"
                        + "|no recommendations for 2 of 3 test rows: session 'x' position 0, session 'y' position 0.",
            })
    void mistakesAreRefusedWithFileAndLine(String header, String lines, String message) throws IOException {
        String text = (header + (lines.isEmpty() ? "" : "/" + lines)).replace(' ', '\t');
        Path file = Files.writeString(folder.resolve("f.tsv"), text.isEmpty() ? "" : text.replace('/', '\n') + "\n");

        assertThatThrownBy(() -> ExternalLists.read(file, dataset(true)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("f.tsv", message, System.lineSeparator());
    }

    @Test
    void mistakesInParquetAreRefusedWithFileAndRow() throws IOException {
        Path file = folder.resolve("f.parquet");
        List<ParquetColumn> columns = List.of(
                new ParquetColumn("session", ParquetColumn.Type.TEXT),
                new ParquetColumn("position", ParquetColumn.Type.INTEGER),
                new ParquetColumn("items", ParquetColumn.Type.TEXTS),
                new ParquetColumn("scores", ParquetColumn.Type.FLOATS));
        ParquetFiles.write(file, columns, writer -> {
            writer.beginRow()
                    .text("x")
                    .integer(0)
                    .texts(List.of("a"))
                    .numbers(new float[] {1})
                    .endRow();
            writer.beginRow()
                    .text("x")
                    .integer(1)
                    .texts(List.of("a"))
                    .numbers(new float[] {Float.NaN})
                    .endRow();
        });
        assertThatThrownBy(() -> ExternalLists.read(file, dataset(true)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("f.parquet' row 2 has the score 'nan' at place 1", System.lineSeparator());

        ParquetFiles.write(file, columns, writer -> writer.beginRow()
                .text("x")
                .nothing()
                .texts(List.of("a"))
                .numbers(new float[] {1})
                .endRow());
        assertThatThrownBy(() -> ExternalLists.read(file, dataset(true)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "f.parquet' row 1 is not complete: column 1 has no value", System.lineSeparator());

        ParquetFiles.write(file, columns.subList(0, 2), writer -> {});
        assertThatThrownBy(() -> ExternalLists.read(file, dataset(true)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "f.parquet' has no column 'items'; it has [session," + " position]", System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({"absent.tsv,does not exist", "list.txt,'ends in none of .tsv, .parquet, .csv'"})
    void aFileThatIsNotThereOrOfNoKnownFormatIsRefused(String name, String message) {
        assertThatThrownBy(() -> ExternalLists.read(folder.resolve(name), dataset(true)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(name, message, System.lineSeparator());
    }
}
