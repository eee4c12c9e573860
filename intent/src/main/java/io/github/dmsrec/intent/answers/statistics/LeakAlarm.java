package io.github.dmsrec.intent.answers.statistics;

import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether picks know more than they may. Training rows that find their target far more often than validation rows do
 * teach a fused model to trust intents more than is warranted.
 */
final class LeakAlarm {

    /** As for the exposure of candidates. */
    private static final double MUCH_MORE = 1.5;

    /** So many standard errors are no chance. */
    private static final double CLEARLY = 3;

    private static final int ENOUGH_ROWS = 20;
    private static final double TOO_GOOD = 0.9;
    private static final double NARROW = 0.5;

    private LeakAlarm() {}

    /** The warnings, each with its reason. */
    static List<String> of(Map<Split, TargetPicks> found) {
        List<String> warnings = new ArrayList<>();
        TargetPicks training = found.get(Split.TRAIN);
        TargetPicks validation = found.get(Split.VALIDATION);
        if (training != null && validation != null && clearlyAbove(training, validation)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the picks hold the target in %.1f %% of the training rows, but in %.1f %% of the validation rows:"
                            + " %s.",
                    100 * training.rowShare(),
                    100 * validation.rowShare(),
                    reason(training, validation)));
        }
        found.forEach((split, picks) -> {
            if (picks.exposed() >= ENOUGH_ROWS
                    && picks.hits() >= TOO_GOOD * picks.exposed()
                    && picks.even() <= NARROW * picks.exposed()) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%.1f %% of the %s rows whose target is a candidate pick it, even picks would in %.1f %%:"
                                + " nobody foresees clicks so well, the target is in the prompt.",
                        100.0 * picks.hits() / picks.exposed(),
                        split.label(),
                        100 * picks.even() / picks.exposed()));
            }
        });
        return warnings;
    }

    private static boolean clearlyAbove(TargetPicks training, TargetPicks validation) {
        double rows = training.rows();
        double others = validation.rows();
        if (rows == 0 || others == 0) {
            return false;
        }
        double difference = training.rowShare() - validation.rowShare();
        double pooled = (training.hits() + validation.hits()) / (rows + others);
        double error = Math.sqrt(pooled * (1 - pooled) * (1 / rows + 1 / others));
        return training.rowShare() > MUCH_MORE * validation.rowShare() && difference > CLEARLY * error;
    }

    private static String reason(TargetPicks training, TargetPicks validation) {
        List<String> reasons = new ArrayList<>();
        if (training.exposure() > MUCH_MORE * validation.exposure()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the target is among the candidates of %.1f %% against %.1f %% of the rows, so these are in-sample;"
                            + " candidates --cross-fit 5 mends that",
                    100 * training.exposure(),
                    100 * validation.exposure()));
        }
        if (training.lift() > MUCH_MORE * validation.lift()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "it is picked %.1f times as often as the ranks alone would give, against %.1f times, so the target"
                            + " is in the prompt, or the model has learned from these sessions",
                    training.lift(),
                    validation.lift()));
        }
        return reasons.isEmpty()
                ? "the ranks at which it stands are picked more often, so the candidates are in-sample, which"
                        + " candidates --cross-fit 5 mends, or the target is in the prompt"
                : String.join("; ", reasons);
    }
}
