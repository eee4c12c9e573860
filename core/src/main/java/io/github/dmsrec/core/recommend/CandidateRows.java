package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.dataset.SplitRows;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects the rows of a candidate file, checked, with ids turned into catalogue indices. For one thread. */
final class CandidateRows {

    private record Row(int[] items, float[] scores) {}

    private final Path file;
    private final Catalogue catalogue;
    private final SplitRows order;
    private final Map<Split, List<Row>> rows = new EnumMap<>(Split.class);

    CandidateRows(Path file, Catalogue catalogue) {
        this.file = file;
        this.catalogue = catalogue;
        this.order = new SplitRows(file);
    }

    void add(String split, int row, List<String> ids, float[] scores) {
        String where = "'" + file + "', " + split + " row " + row;
        if (ids.size() != scores.length) {
            throw new UserMistakeException(
                    where + " has " + ids.size() + " items but " + scores.length + " scores.",
                    "Make the candidates again: the file may have been edited.");
        }
        int[] items = new int[ids.size()];
        for (int rank = 0; rank < items.length; rank++) {
            String id = ids.get(rank);
            items[rank] = catalogue
                    .indexOf(id)
                    .orElseThrow(() -> new UserMistakeException(
                            where + ": the data set has no item '" + id + "'.",
                            "Make the candidates again: the file may have been edited."));
        }
        rows.computeIfAbsent(order.next(split, row), first -> new ArrayList<>()).add(new Row(items, scores));
    }

    Map<Split, CandidateLists> lists() {
        Map<Split, CandidateLists> lists = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            lists.put(split, flat(rows.getOrDefault(split, List.of())));
        }
        return lists;
    }

    private static CandidateLists flat(List<Row> rows) {
        int[] offsets = new int[rows.size() + 1];
        for (int r = 0; r < rows.size(); r++) {
            offsets[r + 1] = Math.addExact(offsets[r], rows.get(r).items().length);
        }
        int[] items = new int[offsets[rows.size()]];
        float[] scores = new float[items.length];
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            System.arraycopy(row.items(), 0, items, offsets[r], row.items().length);
            System.arraycopy(row.scores(), 0, scores, offsets[r], row.scores().length);
        }
        return new CandidateLists(offsets, items, scores);
    }
}
