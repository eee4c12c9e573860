package io.github.dmsrec.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table, whatever it is shown as: {@link TextTable}, {@link MarkdownTable}, {@link LatexTable}, {@link CsvTable} and the
 * template of pages are its views. Immutable.
 *
 * @param id its name within a report, e.g. {@code results-masked}
 * @param title what stands above it; may be empty
 * @param caption how to read it, in whole sentences; may be empty
 * @param head the heads of the columns
 * @param rows the cells, as many in each row as heads
 */
public record ReportTable(String id, String title, String caption, List<String> head, List<List<Cell>> rows) {

    /** Stands for a figure that is not known. */
    static final String UNKNOWN = "-";

    private static final Pattern WORDS = Pattern.compile("(?s)[A-Za-z].*");

    /**
     * A cell.
     *
     * @param text what is shown
     * @param value what the column is sorted by; null for text
     * @param best whether it stands out: the best of its column, or significant
     */
    public record Cell(String text, @Nullable Double value, boolean best) {

        /** A cell of text. */
        public static Cell of(String text) {
            return new Cell(text, null, false);
        }

        /** A cell with a figure. */
        public static Cell of(String text, double value) {
            return new Cell(text, value, false);
        }

        /** A cell with a count. */
        public static Cell of(long count) {
            return of(Figures.count(count), (double) count);
        }

        /** A cell for a figure that may not be known. */
        static Cell orUnknown(@Nullable Double value, DoubleFunction<String> text) {
            return value == null ? of(UNKNOWN) : of(text.apply(value), value);
        }

        /** The same, standing out or not. */
        Cell standingOut(boolean out) {
            return new Cell(text, value, out);
        }
    }

    /** A table of text cells. */
    public static ReportTable ofTexts(
            String id, String title, String caption, List<String> head, List<List<String>> rows) {
        return new ReportTable(
                id,
                title,
                caption,
                head,
                rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList());
    }

    /** Whether a column holds words rather than figures, so that it is read from the left. */
    boolean isWords(int column) {
        List<String> known = rows.stream()
                .map(row -> row.get(column).text())
                .filter(text -> !text.equals(UNKNOWN))
                .toList();
        return column == 0
                || (!known.isEmpty()
                        && known.stream().allMatch(text -> WORDS.matcher(text).matches()));
    }

    /** The same with some of its rows. */
    ReportTable rowsWhere(Predicate<List<Cell>> wanted) {
        return new ReportTable(
                id, title, caption, head, rows.stream().filter(wanted).toList());
    }

    /** The same table with another caption. */
    ReportTable captioned(String other) {
        return new ReportTable(id, title, other, head, rows);
    }

    /** The same with the first column and those whose head is wanted. */
    ReportTable columns(Predicate<String> wanted) {
        List<Integer> kept = IntStream.range(0, head.size())
                .filter(column -> column == 0 || wanted.test(head.get(column)))
                .boxed()
                .toList();
        List<List<Cell>> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(kept.stream().map(row::get).toList()));
        return new ReportTable(id, title, caption, kept.stream().map(head::get).toList(), cells);
    }
}
