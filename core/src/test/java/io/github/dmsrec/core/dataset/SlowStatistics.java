package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.RepeatedRows;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Counts a data set row by row, each prefix as it is: slow, plain, and without hashes. */
public final class SlowStatistics {

    private SlowStatistics() {}

    /** Counts a data set. */
    public static DatasetStatistics of(SessionDataset dataset) {
        Examples train = dataset.examples(Split.TRAIN);
        Examples validation = dataset.examples(Split.VALIDATION);
        Examples test = dataset.examples(Split.TEST);
        int untitled = 0;
        for (Item item : dataset.catalogue().items()) {
            untitled += item.title().isEmpty() ? 1 : 0;
        }
        int items = dataset.catalogue().size();
        return new DatasetStatistics(
                items,
                untitled,
                items - clicked(List.of(train, validation, test)).cardinality(),
                dataset.hasSameSessionsInAllSplits(),
                statistics(train, List.of()),
                statistics(validation, List.of(train)),
                statistics(test, List.of(train, validation)));
    }

    private static SplitStatistics statistics(Examples rows, List<Examples> earlier) {
        BitSet clickedEarlier = clicked(earlier);
        Sessions sessions = rows.sessions();
        int ofOneClick = 0;
        int withRepeats = 0;
        for (int s = 0; s < sessions.size(); s++) {
            ofOneClick += sessions.length(s) == 1 ? 1 : 0;
            withRepeats += Arrays.stream(sessions.items(s)).distinct().count() < sessions.length(s) ? 1 : 0;
        }
        int[] lengths = new int[rows.size()];
        long totalLength = 0;
        int rowsOfOneClick = 0;
        int inPrefix = 0;
        int unseen = 0;
        for (int row = 0; row < rows.size(); row++) {
            lengths[row] = rows.length(row);
            totalLength += lengths[row];
            rowsOfOneClick += lengths[row] == 1 ? 1 : 0;
            inPrefix += targetIsInPrefix(rows, row) ? 1 : 0;
            unseen += !earlier.isEmpty() && !clickedEarlier.get(rows.target(row)) ? 1 : 0;
        }
        Arrays.sort(lengths);
        boolean none = lengths.length == 0;
        return new SplitStatistics(
                sessions.size(),
                ofOneClick,
                withRepeats,
                sessions.clicks(),
                rows.size(),
                rowsOfOneClick,
                none ? 0 : (double) totalLength / lengths.length,
                none ? 0 : lengths[(lengths.length - 1) / 2],
                none ? 0 : lengths[lengths.length - 1],
                inPrefix,
                unseen,
                RepeatedRows.of(rows, earlier).cardinality());
    }

    private static boolean targetIsInPrefix(Examples rows, int row) {
        int target = rows.target(row);
        for (int i = 0; i < rows.length(row); i++) {
            if (rows.item(row, i) == target) {
                return true;
            }
        }
        return false;
    }

    private static BitSet clicked(List<Examples> splits) {
        BitSet clicked = new BitSet();
        for (Examples rows : splits) {
            Sessions sessions = rows.sessions();
            for (int s = 0; s < sessions.size(); s++) {
                for (int i = 0; i < sessions.length(s); i++) {
                    clicked.set(sessions.item(s, i));
                }
            }
        }
        return clicked;
    }
}
