package io.github.dmsrec.experiment.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.session.SessionDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a log of trials says is best, method by method.
 *
 * @param file the log
 * @param dataset the fingerprint of the data set
 * @param methods the best options of each method
 */
public record TunedMethods(Path file, String dataset, Map<String, Tuned> methods) {

    /** What a model is for, rather than how good it is: these are not taken over. */
    private static final Set<String> NOT_TUNED = Set.of(
            MethodKey.METHOD,
            "recipe",
            MethodSpace.LEARN_FROM,
            MethodSpace.EPOCHS,
            "selection",
            MethodSpace.SELECT_BY,
            MethodSpace.REFIT);

    /**
     * The best options of a method.
     *
     * @param options those that were in force in the best trial and can be tuned
     * @param words how they were found
     */
    public record Tuned(Map<String, String> options, String words) {}

    /**
     * Reads a log.
     *
     * @throws UserMistakeException if it is not there, a line is no trial, or its trials do not belong together
     */
    public static TunedMethods read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + file + "' does not exist.", "Run 'dmsrec tune' first, or check the path.");
        }
        Map<String, List<TrialRecord>> byMethod = new LinkedHashMap<>();
        List<TrialRecord> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            try {
                TrialRecord trial = TrialLog.parse(line);
                all.add(trial);
                byMethod.computeIfAbsent(trial.key().method(), method -> new ArrayList<>())
                        .add(trial);
            } catch (JsonProcessingException e) {
                throw new UserMistakeException(
                        "'" + file + "', line " + (all.size() + 1) + " is not a trial: " + e.getOriginalMessage(),
                        "Run the tuning to its end: it was interrupted.",
                        e);
            }
        }
        if (all.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file + "' has no trial.", "Wait until the tuning has finished a trial.");
        }
        TrialRecord first = all.get(0);
        for (TrialRecord trial : all) {
            if (!trial.key().dataset().equals(first.key().dataset())
                    || !trial.key().setting().equals(first.key().setting())) {
                throw new UserMistakeException(
                        "'" + file + "' has trials of several data sets or settings.",
                        "Give each tuning a work folder of its own.");
            }
        }
        Map<String, Tuned> methods = new LinkedHashMap<>();
        byMethod.forEach((method, trials) -> methods.put(method, tuned(trials)));
        return new TunedMethods(file, first.key().dataset(), methods);
    }

    /** Of the trials with the most to use, the best, the first of equals; the defaults are one of them. */
    private static Tuned tuned(List<TrialRecord> trials) {
        int most = trials.stream()
                .mapToInt(trial -> trial.resource().amount())
                .max()
                .orElseThrow();
        TrialRecord best = trials.stream()
                .filter(trial -> trial.resource().amount() == most && trial.status() == TrialRecord.Status.DONE)
                .sorted(Comparator.comparingInt(TrialRecord::trial))
                .max(Comparator.comparingDouble(TrialRecord::value))
                .orElseThrow(() -> new UserMistakeException(
                        "no trial of " + trials.get(0).key().method() + " came to its end.",
                        "Run the tuning to its end: it was interrupted."));
        Map<String, String> options = new LinkedHashMap<>(best.key().options());
        options.keySet().removeAll(NOT_TUNED);
        long tried = trials.stream().mapToInt(TrialRecord::trial).distinct().count();
        return new Tuned(
                options,
                String.format(
                        Locale.ROOT,
                        "best of %d trials (%s: %.2f %%)",
                        tried,
                        best.key().setting(),
                        100 * best.value()));
    }

    /** Whether a data set is the one that was tuned on. */
    public boolean isOf(SessionDataset candidate) {
        return candidate.fingerprint().equals(dataset);
    }
}
