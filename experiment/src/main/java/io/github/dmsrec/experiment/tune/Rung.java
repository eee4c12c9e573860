package io.github.dmsrec.experiment.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rung of the search for one method: trials that get the same resource.
 *
 * @param space of the method
 * @param number from 0
 * @param of how many rungs there are
 * @param size how many trials it has at the most; the search may choose fewer
 * @param divisor what the whole resource is divided by
 * @param epochs how many a network trains for at most; what it trained in the rungs before counts
 * @param before how many it had trained for in the rung before
 * @param rule when its networks stop; empty for never
 */
record Rung(
        MethodSpace space,
        int number,
        int of,
        int size,
        int divisor,
        int epochs,
        int before,
        Optional<MedianRule> rule) {

    /**
     * The median rule compares a trial with those of earlier blocks. The size is fixed, so that the number of workers
     * decides nothing.
     */
    private static final int BLOCK = 4;

    /** The rungs of a method, the first with every trial. */
    static List<Rung> of(TunePlan plan, MethodSpace space) {
        List<Integer> divisors = plan.search().divisors(plan.budget().epochs());
        List<Rung> rungs = new ArrayList<>();
        int size = plan.trialsOf(space);
        int before = 0;
        for (int number = 0; number < divisors.size(); number++) {
            int divisor = divisors.get(number);
            int epochs = plan.budget().epochs() / divisor;
            rungs.add(new Rung(
                    space, number, divisors.size(), size, divisor, epochs, before, rule(plan, space, epochs, before)));
            before = epochs;
            size = plan.search().mostSurvivors(size);
        }
        return List.copyOf(rungs);
    }

    /** A trial that was promoted trains on for at least one epoch before it may stop. */
    private static Optional<MedianRule> rule(TunePlan plan, MethodSpace space, int epochs, int before) {
        return plan.medianRule()
                .filter(given -> space.isTrainedInEpochs())
                .map(given -> new MedianRule(Math.max(given.after(), before + 1)))
                .filter(given -> given.after() < epochs);
    }

    boolean isLast() {
        return number == of - 1;
    }

    /** The place of the first trial that may run at once with the one in a place. */
    int blockOf(int place) {
        return rule.isPresent() ? place - place % BLOCK : 0;
    }
}
