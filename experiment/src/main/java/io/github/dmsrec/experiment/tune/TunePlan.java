package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.stage.Methods;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is tuned and how. Every method gets the same budget. Paths are relative to the current directory.
 *
 * @param name what it is called
 * @param work the folder for everything that is made
 * @param seed of all draws, and of every training
 * @param threads of each network that is trained, at least 1
 * @param workers how many trials run at once, at least 1; results do not depend on it
 * @param dataset where the data comes from
 * @param search how trials share the budget
 * @param budget of each method
 * @param medianRule when networks stop that lag behind; empty for never
 * @param measure what is best
 * @param methods the methods with their spaces, in the order of the file
 */
public record TunePlan(
        String name,
        Path work,
        long seed,
        int threads,
        int workers,
        DataSource dataset,
        Search search,
        Budget budget,
        Optional<MedianRule> medianRule,
        Measure measure,
        List<MethodSpace> methods) {

    public TunePlan {
        methods = List.copyOf(methods);
    }

    /**
     * What each method may use.
     *
     * @param trials so many sets of options, at least 1
     * @param epochs each network trains for at most so many, at least 1
     */
    public record Budget(int trials, int epochs) {}

    /**
     * What options are compared by, on the validation rows; the more the better.
     *
     * @param metric e.g. {@code "MRR@20"}
     * @param masked whether the prefix's items are taken out of the ranking
     */
    public record Measure(String metric, boolean masked) {

        /** The value in an evaluation. */
        double of(Evaluation evaluation) {
            return of(evaluation.ranked().values(), evaluation.masked().values());
        }

        /** The value in the metrics of an epoch. */
        double of(Map<String, Double> ranked, Map<String, Double> withoutSeenItems) {
            return Optional.ofNullable((masked ? withoutSeenItems : ranked).get(metric))
                    .orElseThrow(() -> new IllegalStateException("the epoch has no " + metric));
        }

        /** In words, e.g. {@code "MRR@20 of the validation rows, session items ranked"}. */
        String words() {
            return metric + " of the validation rows, session items " + (masked ? "masked" : "ranked");
        }
    }

    /** How many trials a method gets: where there is nothing to draw, its defaults alone. */
    int trialsOf(MethodSpace space) {
        return space.ranges().isEmpty() ? 1 : budget.trials();
    }

    /**
     * Everything, but for the options, that the result of a method's trial depends on; equal for runs that can use each
     * other's log. More trials in a random search change no earlier one.
     */
    String setting(MethodSpace space) {
        if (search instanceof Search.Random && !space.isTrainedInEpochs()) {
            return search.label(budget.trials()) + ", all rows, " + measure.words();
        }
        return search.label(budget.trials()) + ", " + budget.epochs() + " epochs, "
                + medianRule.map(rule -> "median rule after " + rule.after()).orElse("no median rule") + ", "
                + measure.words()
                + (space.intents() == null
                        ? ""
                        : ", intents "
                                + ArtefactFolder.open(space.intents(), ArtefactKind.INTENTS)
                                        .manifest()
                                        .fingerprint());
    }

    /**
     * The options of a trial that runs for at most the budget's epochs. Drawn values may not work together: such a trial
     * fails when it runs, with the reason, as one whose options the data do not allow.
     */
    Map<String, String> optionsOf(MethodSpace space, int trial) {
        Map<String, String> drawn = space.draw(seed, trial);
        try {
            return space.complete(drawn, budget.epochs(), measure.masked());
        } catch (UserMistakeException e) {
            if (trial == 0) {
                throw e;
            }
            return space.unchecked(drawn, budget.epochs(), measure.masked());
        }
    }

    /** Whether one of some methods is a network, whose trials are processes of their own where several run at once. */
    static boolean trainsNetworks(List<MethodSpace> methods) {
        return methods.stream()
                .anyMatch(space -> Methods.named(space.method()).capabilities().epochs());
    }
}
