package io.github.dmsrec.experiment.tune;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.MethodKey;
import java.util.List;
import java.util.Map;

/**
 * A finished trial: one line of the log.
 *
 * @param key what it depends on
 * @param resource what it might use, e.g. 9 epochs
 * @param status how it ended
 * @param value what trials are compared by, from 0 to 1: of the best epoch; 0 if it failed
 * @param validation the metrics of that epoch, session items ranked; empty if it failed
 * @param validationMasked the same, session items masked
 * @param epochs the epochs that it has trained so far, in all rungs; 0 for a method that counts
 * @param seconds what this rung took; after an interruption, what was left of it
 * @param curve the value after each epoch
 * @param problem why it failed; else empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record TrialRecord(
        Key key,
        Resource resource,
        Status status,
        double value,
        Map<String, Double> validation,
        Map<String, Double> validationMasked,
        int epochs,
        double seconds,
        List<Double> curve,
        String problem) {

    /** How a trial ended. */
    enum Status {
        /** It used its resource, or its own patience ended it. */
        DONE,
        /** The median rule ended it. */
        STOPPED,
        /** Its options do not work, e.g. the loss stopped being a number. */
        FAILED;

        @JsonValue
        String label() {
            return Labels.of(this);
        }
    }

    /**
     * What the result depends on.
     *
     * @param dataset the fingerprint of the data set
     * @param version of dmsrec
     * @param seed of the draws and of training
     * @param threads of training
     * @param setting search, budget, median rule and measure in words
     * @param method the method's name
     * @param trial from 0, the defaults
     * @param rung from 0
     * @param options every option in force
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Key(
            String dataset,
            String version,
            long seed,
            int threads,
            String setting,
            String method,
            int trial,
            int rung,
            Map<String, String> options) {

        Key {
            options = MethodKey.renamed(options);
        }
    }

    /**
     * What a trial might use.
     *
     * @param unit {@code epochs} or {@code rows}
     * @param amount how many
     */
    record Resource(String unit, int amount) {}

    int trial() {
        return key.trial();
    }

    static TrialRecord failed(Key key, Resource resource, double seconds, String problem) {
        return new TrialRecord(key, resource, Status.FAILED, 0, Map.of(), Map.of(), 0, seconds, List.of(), problem);
    }
}
