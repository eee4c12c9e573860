package io.github.dmsrec.experiment.tune;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What tuning found.
 *
 * @param plan what was asked for
 * @param dataset the name of the data set
 * @param fingerprint of the data set
 * @param validationRows how many rows trials were compared on
 * @param methods in the order of the plan
 * @param log every trial
 * @param best the best options, to be pasted
 */
public record TuneOutcome(
        TunePlan plan,
        String dataset,
        String fingerprint,
        int validationRows,
        List<Method> methods,
        Path log,
        Path best) {

    public TuneOutcome {
        methods = List.copyOf(methods);
    }

    /**
     * The best that was found for a method, for what goes on with it.
     *
     * @param options all that were in force
     * @param ranked the metrics of the validation rows, session items ranked
     * @param masked the same, session items masked
     * @param trials how many sets of options were tried
     * @param seconds what all of them took together
     */
    public record Best(
            Map<String, String> options,
            Map<String, Double> ranked,
            Map<String, Double> masked,
            int trials,
            double seconds) {}

    /** The best of a method of the plan. */
    public Best best(String method) {
        Method found = methods.stream()
                .filter(candidate -> candidate.space().method().equals(method))
                .findFirst()
                .orElseThrow();
        return found.forWhatFollows();
    }

    /**
     * What was found for a method.
     *
     * @param space what was searched
     * @param defaults the trial of the defaults, with the whole resource
     * @param best the best trial of those with the whole resource, the defaults among them
     * @param trials how many sets of options were tried
     * @param stopped how many of them the median rule ended
     * @param failed how many of them do not work
     * @param epochs the epochs trained in all of them together
     * @param seconds what all of them took together
     */
    record Method(
            MethodSpace space,
            TrialRecord defaults,
            TrialRecord best,
            int trials,
            int stopped,
            int failed,
            int epochs,
            double seconds) {

        /**
         * From the log.
         *
         * @param last the finished trials with the whole resource
         * @param latest the last record of each trial, the defaults' under 0
         * @param seconds what all records of them took together
         */
        static Method of(MethodSpace space, List<TrialRecord> last, Map<Integer, TrialRecord> latest, double seconds) {
            TrialRecord best = last.stream()
                    .max(Comparator.comparingDouble(TrialRecord::value)
                            .thenComparing(TrialRecord::trial, Comparator.reverseOrder()))
                    .orElseThrow();
            return new Method(
                    space,
                    Optional.ofNullable(latest.get(0)).orElseThrow(),
                    best,
                    latest.size(),
                    count(latest, TrialRecord.Status.STOPPED),
                    count(latest, TrialRecord.Status.FAILED),
                    latest.values().stream().mapToInt(TrialRecord::epochs).sum(),
                    seconds);
        }

        private static int count(Map<Integer, TrialRecord> trials, TrialRecord.Status status) {
            return (int) trials.values().stream()
                    .filter(trial -> trial.status() == status)
                    .count();
        }

        /** The best for what goes on with it. */
        Best forWhatFollows() {
            return new Best(best.key().options(), best.validation(), best.validationMasked(), trials, seconds);
        }

        /** How many were neither stopped nor failed. */
        int done() {
            return trials - stopped - failed;
        }
    }
}
