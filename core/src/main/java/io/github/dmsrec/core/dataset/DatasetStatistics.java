package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.RepeatedRows;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Counts that describe a data set, so that anyone can see whether it is the one of a paper.
 *
 * @param items the catalogue's size N
 * @param itemsWithoutTitle of them, those whose title is unknown
 * @param itemsNeverClicked of them, those that occur in no session of any split
 * @param sameSessions whether all splits have the same sessions, of which the next split has more clicks
 * @param train the training split, validation not included
 * @param validation the validation split
 * @param test the test split
 */
public record DatasetStatistics(
        int items,
        int itemsWithoutTitle,
        int itemsNeverClicked,
        boolean sameSessions,
        SplitStatistics train,
        SplitStatistics validation,
        SplitStatistics test) {

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

    /** The counts of a split. */
    public SplitStatistics split(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** The counts as lines to print, about 100 characters wide. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "items                %,d (%,d without title, %,d never clicked)",
                items, itemsWithoutTitle, itemsNeverClicked));
        if (sameSessions) {
            lines.add(text("sessions             %,d, the same in all splits", test.sessions()));
        } else {
            lines.add(text(
                    "training sessions    %,d (%,d of a single click), of which %,d are for validation",
                    train.sessions() + validation.sessions(),
                    train.sessionsOfOneClick() + validation.sessionsOfOneClick(),
                    validation.sessions()));
        }
        lines.add(text(
                "training pairs       %,d, of which %,d are for validation",
                train.rows() + validation.rows(), validation.rows()));
        lines.add(text("test pairs           %,d from %,d sessions", test.rows(), test.sessions()));
        for (Split split : Split.values()) {
            SplitStatistics counts = split(split);
            lines.add(text(
                    "%-20s %,d sessions, %,d clicks, %,d rows; prefix length mean %.2f, median %d, longest %d",
                    split.label(),
                    counts.sessions(),
                    counts.clicks(),
                    counts.rows(),
                    counts.meanPrefixLength(),
                    counts.medianPrefixLength(),
                    counts.maxPrefixLength()));
            lines.add(text(
                    "%-20s %,d sessions repeat an item, %,d rows have their target in the prefix, "
                            + "%,d have one click",
                    "", counts.sessionsWithRepeats(), counts.targetsInPrefix(), counts.rowsOfOneClick()));
            if (split != Split.TRAIN) {
                lines.add(text(
                        "%-20s %,d rows have a target that no earlier split has, %,d are also a row of one",
                        "", counts.targetsUnseenEarlier(), counts.rowsAlsoEarlier()));
            }
        }
        return lines;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
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
