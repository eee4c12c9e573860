package io.github.dmsrec.experiment.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How the trials of a method share its budget. */
public sealed interface Search {

    /** Every trial gets the whole resource. */
    record Random() implements Search {

        @Override
        public List<Integer> divisors(int epochs) {
            return List.of(1);
        }

        @Override
        public String label(int trials) {
            return "random search";
        }

        @Override
        public int mostSurvivors(int trials) {
            return 0;
        }
    }

    /**
     * Successive halving (Jamieson and Talwalkar, AISTATS 2016): rungs with ever more of the resource; of the trials of a
     * rung, the best go on to the next.
     *
     * @param factor by which the resource grows and the number of trials falls, at least 2
     * @param minEpochs the fewest epochs of the first rung, at least 1: after too few, those that learn fast are ahead of those
     *     that end better. If they are more than the budget's, there is one rung
     */
    record Halving(int factor, int minEpochs) implements Search {

        @Override
        public List<Integer> divisors(int epochs) {
            List<Integer> divisors = new ArrayList<>();
            long divisor = 1;
            do {
                divisors.add(0, (int) divisor);
                divisor *= factor;
            } while (epochs / divisor >= minEpochs);
            return divisors;
        }

        @Override
        public String label(int trials) {
            return "successive halving by " + factor + " of " + trials + " trials";
        }

        /**
         * The trials of a rung that go on: the best {@code 1/factor}, at least one, among equals the earlier; and trial 0,
         * the defaults, so that every table can compare with them. A trial that failed or was stopped does not.
         *
         * @param finished the trials of the rung
         * @return their numbers, ascending
         */
        List<Integer> survivors(List<TrialRecord> finished) {
            Stream<Integer> best = finished.stream()
                    .filter(trial -> trial.status() == TrialRecord.Status.DONE)
                    .sorted(Comparator.comparingDouble(TrialRecord::value)
                            .reversed()
                            .thenComparingInt(TrialRecord::trial))
                    .limit(best(finished.size()))
                    .map(TrialRecord::trial);
            return Stream.concat(Stream.of(0), best).distinct().sorted().toList();
        }

        @Override
        public int mostSurvivors(int trials) {
            return Math.min(trials, best(trials) + 1);
        }

        private int best(int trials) {
            return Math.max(1, trials / factor);
        }
    }

    /**
     * What the resource is divided by in each rung, the last one getting all of it: epochs for networks, validation rows
     * for methods that count.
     *
     * @param epochs the budget of a trial, which decides how many rungs there are for every method alike
     */
    List<Integer> divisors(int epochs);

    /** In words. */
    String label(int trials);

    /** How many of some trials may go on to the next rung. */
    int mostSurvivors(int trials);
}
