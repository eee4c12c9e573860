package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.TsvReader;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Split;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Candidates as tab-separated values, lists joined by commas. */
record TsvCandidateFile(Path file) implements CandidateFile {

    @Override
    public void write(Catalogue catalogue, Map<Split, CandidateLists> lists) throws IOException {
        requireWritable(catalogue);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("split\trow\titems\tscores\n");
            for (Split split : Split.values()) {
                CandidateLists ofSplit = Candidates.of(lists, split);
                for (int row = 0; row < ofSplit.size(); row++) {
                    StringBuilder ids = new StringBuilder();
                    StringBuilder scores = new StringBuilder();
                    for (int rank = 0; rank < ofSplit.count(row); rank++) {
                        ids.append(rank == 0 ? "" : ",").append(catalogue.id(ofSplit.item(row, rank)));
                        scores.append(rank == 0 ? "" : ",").append(ofSplit.score(row, rank));
                    }
                    out.write(split.label() + '\t' + row + '\t' + ids + '\t' + scores + '\n');
                }
            }
        }
    }

    @Override
    public Map<Split, CandidateLists> read(Catalogue catalogue) throws IOException {
        CandidateRows rows = new CandidateRows(file, catalogue);
        try (TsvReader reader = new TsvReader(file)) {
            int split = reader.column("split");
            int row = reader.column("row");
            int items = reader.column("items");
            int scores = reader.column("scores");
            while (reader.next()) {
                rows.add(
                        reader.field(split),
                        rowNumber(reader, row),
                        parts(reader.field(items)),
                        numbers(reader, scores));
            }
        }
        return rows.lists();
    }

    private void requireWritable(Catalogue catalogue) {
        for (int item = 0; item < catalogue.size(); item++) {
            String id = catalogue.id(item);
            if (id.isEmpty() || id.chars().anyMatch(c -> c == ',' || c == '\t' || c == '\n' || c == '\r')) {
                throw new UserMistakeException(
                        "the id '" + id + "' of item " + item + " cannot stand in '" + file.getFileName()
                                + "', where commas, tabs and line ends separate.",
                        "Use the Parquet format, which takes any id.");
            }
        }
    }

    private static List<String> parts(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split(",", -1));
    }

    private static int rowNumber(TsvReader reader, int column) {
        try {
            return Integer.parseInt(reader.field(column));
        } catch (NumberFormatException e) {
            throw reader.mistake(
                    column, "is not a row number", "Make the candidates again: the file may have been edited.");
        }
    }

    private static float[] numbers(TsvReader reader, int column) {
        List<String> parts = parts(reader.field(column));
        float[] numbers = new float[parts.size()];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Float.parseFloat(parts.get(i));
            } catch (NumberFormatException e) {
                throw reader.mistake(
                        column,
                        "has no number at place " + i,
                        "Make the candidates again: the file may have been edited.");
            }
        }
        return numbers;
    }
}
