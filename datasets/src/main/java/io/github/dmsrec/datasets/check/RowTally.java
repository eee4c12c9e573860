package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;
import java.util.List;
import java.util.Locale;

/** Which clicks are rows to learn from and rows to be measured on, and whether the two are alike. */
final class RowTally implements SessionTally {

    /** Below nine tenths of the possible rows, training leaves something on the table. */
    static final double LOOK_AT_UNUSED = 0.1;

    /** The distributions of prefix lengths of two halves of one log differ by less than a few hundredths. */
    static final double LOOK_AT_SHIFT = 0.15;

    /** With fewer rows, models that differ by a tenth cannot be told apart. */
    static final long FEW_ROWS = 1000;

    private final TargetRows targets;
    private final IntegerCounts training = new IntegerCounts();
    private final IntegerCounts test = new IntegerCounts();
    private long possible;

    RowTally(TargetRows targets) {
        this.targets = targets;
    }

    @Override
    public void take(Split split, int session, Clicks clicks) {
        if (split == Split.VALIDATION) {
            return;
        }
        boolean train = split == Split.TRAIN;
        possible += train ? clicks.length() - 1 : 0;
        for (int position = 1; position < clicks.length(); position++) {
            if (targets.isTarget(split, session, position)) {
                (train ? training : test).add(position);
            }
        }
    }

    List<Finding> findings() {
        double unused = 1 - Share.of(training.total(), possible);
        double shift = training.total() == 0 || test.total() == 0 ? 0 : training.variation(test);
        return List.of(
                Finding.of(
                                "training-rows",
                                training.total() == 0 ? Verdict.STOP : Verdict.from(unused, LOOK_AT_UNUSED),
                                Share.words(training.total(), possible)
                                        + " clicks that could be targets of training are targets",
                                "Clicks that are no targets teach a network less than they could; published data sets often have the last"
                                        + " click of each session only.",
                                "Train with --set targets=every-prefix; it is a view, no new data set is needed.")
                        .with("rows", training.total())
                        .with("possible", possible),
                Finding.of(
                                "test-rows",
                                test.total() == 0
                                        ? Verdict.STOP
                                        : test.total() < FEW_ROWS ? Verdict.LOOK : Verdict.FINE,
                                Share.count(test.total()) + " rows are there to measure on",
                                "With few rows the interval of every figure is wide, and a better model cannot be told from a lucky one.",
                                "Split anew with a larger --test-share ('dmsrec split'), or import more.")
                        .with("rows", test.total()),
                Finding.of(
                                "prefix-shift",
                                Verdict.from(shift, LOOK_AT_SHIFT),
                                String.format(
                                        Locale.ROOT,
                                        "training rows have %.1f clicks before the target, test rows %.1f; the distributions differ by"
                                                + " %.2f of 1",
                                        training.mean(),
                                        test.mean(),
                                        shift),
                                "A model that is trained on long prefixes and measured on short ones is measured on something that it did"
                                        + " not learn.",
                                "Let training and test have rows of one kind: targets=every-prefix, or split the sessions anew with 'dmsrec"
                                        + " split --by time'.")
                        .with("training-mean", training.mean())
                        .with("test-mean", test.mean())
                        .with("variation", shift)
                        .with(training.histogram("Training rows by clicks before the target"))
                        .with(test.histogram("Test rows by clicks before the target")));
    }
}
