package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.dataset.SplitRows;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects the rows of a candidate file, checked, with ids turned into catalogue indices. For one thread. */
final class CandidateRows {

    private final Path file;
    private final Catalogue catalogue;
    private final SplitRows order;
    private final Map<Split, CandidateLists.Builder> rows = new EnumMap<>(Split.class);

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
        CandidateLists.Builder lists =
                rows.computeIfAbsent(order.next(split, row), first -> new CandidateLists.Builder());
        for (int rank = 0; rank < items.length; rank++) {
            lists.add(items[rank], scores[rank]);
        }
        lists.endRow();
    }

    Map<Split, CandidateLists> lists() {
        Map<Split, CandidateLists> lists = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            lists.put(
                    split,
                    rows.computeIfAbsent(split, none -> new CandidateLists.Builder())
                            .build());
        }
        return lists;
    }
}
