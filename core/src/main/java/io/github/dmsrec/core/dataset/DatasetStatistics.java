package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.DividedSessions;
import io.github.dmsrec.core.split.Division;
import java.util.ArrayList;
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
        int untitled = 0;
        for (Item item : dataset.catalogue().items()) {
            untitled += item.title().isEmpty() ? 1 : 0;
        }
        return of(Division.of(dataset), dataset.catalogue().size(), untitled);
    }

    /**
     * Counts divided sessions.
     *
     * @param items the catalogue's size N, above every item of the sessions
     * @param itemsWithoutTitle of them, those whose title is unknown
     */
    public static <X extends Exception> DatasetStatistics of(
            DividedSessions<X> sessions, int items, int itemsWithoutTitle) throws X {
        return new StatisticsPass<>(sessions, items).count(itemsWithoutTitle);
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
}
