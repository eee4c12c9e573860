package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a report tells: {@code results.json} is this record, the two texts are views of it.
 *
 * @param format {@link #FORMAT}
 * @param title what was run
 * @param created when, ISO-8601 in UTC
 * @param madeBy program and version
 * @param machine the class of machine
 * @param seed of all random draws
 * @param threads the number of threads
 * @param dataset what it was run on
 * @param protocol {@code sound}, {@code published}, or {@code sound and published}; see {@link Protocol}
 * @param models the models compared, in the order of the table
 * @param rows the number of test rows
 * @param results the metrics of every model and baseline
 * @param costs what the scores of every model and baseline cost
 * @param differences of the models from their references
 * @param breakdowns the metrics of parts of the test rows
 * @param findings what the numbers say, in sentences
 * @param exposure how often the candidates hold the target, by split
 * @param examples test rows in full
 * @param reproduce the commands that make the same again
 */
public record Report(
        int format,
        String title,
        String created,
        String madeBy,
        Manifest.Machine machine,
        long seed,
        int threads,
        Dataset dataset,
        String protocol,
        List<Model> models,
        int rows,
        List<Result> results,
        List<Cost> costs,
        List<Difference> differences,
        List<Breakdown> breakdowns,
        List<String> findings,
        List<Exposure> exposure,
        List<ExampleRow> examples,
        List<String> reproduce) {

    /** The version of {@code results.json}. */
    public static final int FORMAT = 2;

    /** The ranked and the masked protocol, as they stand in {@link Result#seenItems}. */
    public static final String RANKED = "ranked";

    /** Session items are taken out of the ranking. */
    public static final String MASKED = "masked";

    /**
     * What the models were run on.
     *
     * @param name what it is called
     * @param path where it was
     * @param fingerprint of the content
     * @param items the size of the catalogue
     * @param splits the counts of each split
     * @param splitRule how sessions and rows were divided, in words without a full stop; empty if it is not known
     * @param leaks what models can know through the split that they could not know in use, in sentences; empty if it is not
     *     known
     */
    public record Dataset(
            String name,
            String path,
            String fingerprint,
            int items,
            List<SplitCounts> splits,
            String splitRule,
            String leaks) {}

    /** The counts of one split. */
    public record SplitCounts(String split, int sessions, int clicks, int rows) {}

    /**
     * One of the models compared.
     *
     * @param name what tables call it
     * @param path where it is
     * @param fingerprint of its folder
     * @param backbone its backbone
     * @param fused whether intents reach the score
     * @param selectedOn the split whose rows chose its epoch, or that of the model that made its candidates: {@code
     *     validation}, {@code test}, or empty if weights were imported
     * @param bestOnTest as the published code reports: the best test figure of each metric over all epochs, session items
     *     ranked; empty unless its own epoch was chosen by the test rows
     * @param options every option of its training
     * @param intents how its intents were inferred; empty for a base model
     * @param epochs its training, epoch by epoch; empty if it was imported
     */
    public record Model(
            String name,
            String path,
            String fingerprint,
            String backbone,
            boolean fused,
            String selectedOn,
            Map<String, BestFigure> bestOnTest,
            Map<String, String> options,
            Map<String, String> intents,
            List<Epoch> epochs) {}

    /**
     * The best of all epochs.
     *
     * @param value a fraction in [0, 1]
     * @param epoch the first that reached it, from 1
     */
    public record BestFigure(double value, int epoch) {}

    /**
     * One epoch of training.
     *
     * @param epoch from 1
     * @param trainLoss the mean loss
     * @param split whose rows it was evaluated on, session items ranked
     * @param metrics on these rows, by name
     * @param seconds what it took
     */
    public record Epoch(int epoch, double trainLoss, String split, Map<String, Double> metrics, double seconds) {}

    /**
     * The metrics of one model under one protocol.
     *
     * @param model its path, or the baseline's name
     * @param name what tables call it
     * @param seenItems {@link #RANKED} or {@link #MASKED}
     * @param selectedOn as of {@link Model}; empty for a baseline
     * @param metrics fractions in [0, 1] by name, e.g. {@code MRR@20}
     * @param breadth what is recommended, hit or not, as fractions in [0, 1] by name, e.g. {@code coverage@20}
     */
    public record Result(
            String model,
            String name,
            String seenItems,
            String selectedOn,
            Map<String, Double> metrics,
            Map<String, Double> breadth) {}

    /**
     * What the scores of one model cost.
     *
     * @param name as of {@link Result}
     * @param figures by name: {@code ms/1000} in milliseconds, {@code peak-MiB}; without what the system does not tell
     */
    public record Cost(String name, Map<String, Double> figures) {}

    /**
     * How a model differs from a reference in one metric over all test rows.
     *
     * @param seenItems {@link #RANKED} or {@link #MASKED}
     * @param metric e.g. {@code MRR@20}
     * @param model the name of the model
     * @param reference the name of what it is compared with
     * @param toBase whether the reference is the backbone alone of a fused model; otherwise it is the best baseline in this
     *     metric
     * @param difference of the model from the reference, as a fraction
     * @param relative the difference as a fraction of the reference's figure; null where that is 0 or not known
     * @param low the lower end of the 95 % interval; null where there are too few sessions
     * @param high its upper end; null likewise
     * @param pValue two-sided, of this comparison alone; null likewise
     * @param corrected the p-value after Holm's correction over all differences with the same {@code seenItems}; null
     *     likewise
     * @param untested why there is neither an interval nor a p-value, as a clause; empty where there is
     */
    public record Difference(
            String seenItems,
            String metric,
            String model,
            String reference,
            boolean toBase,
            double difference,
            @Nullable Double relative,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double pValue,
            @Nullable Double corrected,
            String untested) {

        /** Corrected p-values below it are called significant. */
        static final double SIGNIFICANT = 0.05;

        /** Whether the difference is more than chance; never where nothing could be tested. */
        public boolean significant() {
            return corrected != null && corrected < SIGNIFICANT;
        }

        /** The interval and the corrected p-value; empty where there are too few sessions. */
        public Optional<Tested> tested() {
            return Tested.of(low, high, corrected);
        }
    }

    /**
     * What a bootstrap says of a difference.
     *
     * @param low the lower end of the 95 % interval
     * @param high its upper end
     * @param corrected the p-value after Holm's correction
     */
    public record Tested(double low, double high, double corrected) {

        static Optional<Tested> of(@Nullable Double low, @Nullable Double high, @Nullable Double corrected) {
            return low == null || high == null || corrected == null
                    ? Optional.empty()
                    : Optional.of(new Tested(low, high, corrected));
        }
    }

    /**
     * The test rows in parts.
     *
     * @param by what divides them
     */
    public record Breakdown(String by, List<Part> parts) {}

    /**
     * Some of the test rows.
     *
     * @param name what they have in common
     * @param rows how many they are
     * @param results of every model and baseline on them
     * @param differences of the models from their references on them
     */
    public record Part(String name, int rows, List<PartResult> results, List<PartDifference> differences) {}

    /** The metrics of one model on some of the rows; as {@link Result}. */
    public record PartResult(String name, String seenItems, Map<String, Double> metrics) {}

    /**
     * A difference on some of the rows, with its own 95 % interval; as {@link Difference}, without a test. A part of too few
     * sessions has no interval.
     */
    public record PartDifference(
            String seenItems,
            String metric,
            String model,
            String reference,
            double difference,
            @Nullable Double low,
            @Nullable Double high) {}

    /**
     * How often the candidates of a split hold the target.
     *
     * @param recall fractions in [0, 1] by list length
     */
    public record Exposure(String split, int rows, Map<Integer, Double> recall) {}

    /**
     * One test row in full.
     *
     * @param row its number
     * @param session the titles of its clicks, oldest first
     * @param target the title of the next click
     * @param candidates the first candidates, best first
     * @param explicit the inferred intents among the clicks
     * @param latent the other inferred intents
     * @param recommendations by model, the first recommended titles
     */
    public record ExampleRow(
            int row,
            List<String> session,
            String target,
            List<String> candidates,
            List<String> explicit,
            List<String> latent,
            Map<String, List<String>> recommendations) {}

    /** The results under one protocol. */
    public List<Result> results(String seenItems) {
        return results.stream()
                .filter(result -> result.seenItems().equals(seenItems))
                .toList();
    }

    /** The differences under one protocol. */
    public List<Difference> differences(String seenItems) {
        return differences.stream()
                .filter(difference -> difference.seenItems().equals(seenItems))
                .toList();
    }

    /** The cost of a model or baseline; empty if none is known. */
    public Map<String, Double> cost(String name) {
        return costs.stream()
                .filter(cost -> cost.name().equals(name))
                .map(Cost::figures)
                .findFirst()
                .orElse(Map.of());
    }

    /** The models with figures of the published protocol. */
    public List<Model> withBestOnTest() {
        return models.stream().filter(model -> !model.bestOnTest().isEmpty()).toList();
    }
}
