package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Candidates as lists in a Parquet file. */
record ParquetCandidateFile(Path file) implements CandidateFile {

    private static final List<ParquetColumn> COLUMNS = List.of(
            new ParquetColumn("split", ParquetColumn.Type.TEXT),
            new ParquetColumn("row", ParquetColumn.Type.INTEGER),
            new ParquetColumn("items", ParquetColumn.Type.TEXTS),
            new ParquetColumn("scores", ParquetColumn.Type.FLOATS));

    @Override
    public void write(Catalogue catalogue, Map<Split, CandidateLists> lists) throws IOException {
        ParquetFiles.write(file, COLUMNS, writer -> {
            for (Split split : Split.values()) {
                CandidateLists ofSplit = Candidates.of(lists, split);
                for (int row = 0; row < ofSplit.size(); row++) {
                    List<String> ids = new ArrayList<>();
                    float[] scores = new float[ofSplit.count(row)];
                    for (int rank = 0; rank < scores.length; rank++) {
                        ids.add(catalogue.id(ofSplit.item(row, rank)));
                        scores[rank] = ofSplit.score(row, rank);
                    }
                    writer.beginRow()
                            .text(split.label())
                            .integer(row)
                            .texts(ids)
                            .numbers(scores)
                            .endRow();
                }
            }
        });
    }

    @Override
    public Map<Split, CandidateLists> read(Catalogue catalogue) {
        CandidateRows rows = new CandidateRows(file, catalogue);
        ParquetFiles.query(
                file,
                "SELECT split, row, items, scores FROM content",
                row -> rows.add(row.text(0), row.integer(1), row.texts(2), row.numbers(3)));
        return rows.lists();
    }
}
