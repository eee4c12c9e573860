package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code evaluate}, {@code run} or {@code study}: {@code results.json} is this record, all else that a report
 * folder holds are views of it. Figures are fractions in [0, 1] unless something else is said. Immutable.
 *
 * @param format {@link #FORMAT}
 * @param title the name of the experiment
 * @param created when, ISO-8601 in UTC
 * @param madeBy program and version
 * @param machine the class of machine that made the report
 * @param seed of the bootstrap and of the choice of examples; lines have the seeds of their training
 * @param threads of each training and evaluation
 * @param workers how many steps ran at once
 * @param datasets the results on each data set
 * @param reproduce the commands that make the same report again
 */
public record Report(
        int format,
        String title,
        String created,
        String madeBy,
        Manifest.Machine machine,
        long seed,
        int threads,
        int workers,
        List<OnDataset> datasets,
        List<String> reproduce) {

    /** The version of {@code results.json}. */
    public static final int FORMAT = 4;

    /** The items of the session stay in the ranking. */
    public static final String RANKED = "ranked";

    /** The items of the session are taken out of the ranking. */
    public static final String MASKED = "masked";

    /** Both ways of treating the items of the session, the one that live recommendations use first. */
    static final List<String> SEEN_ITEMS = List.of(MASKED, RANKED);

    /** The kind of a line whose method is not a neural network. */
    public static final String BASELINE = "baseline";

    /** The kind of a line whose method is trained in epochs, or made of such models. */
    public static final String TRAINED = "trained";

    /** The kind of a line of recommendations made elsewhere. */
    public static final String ELSEWHERE = "elsewhere";

    /** The metric that sentences and charts are about. */
    static final String METRIC = "MRR@20";

    /**
     * The results on one data set.
     *
     * @param name the name in tables
     * @param dataset the data
     * @param protocol {@code sound}, {@code published}, or {@code sound and published}; see {@link Protocol}
     * @param rows the number of test rows
     * @param headline who wins and by how much, in one sentence
     * @param findings what else the figures say, in sentences
     * @param lines what is compared, in the order of tables
     * @param differences of lines from their references
     * @param mapShares how much of a fused method's gain its maps alone give; empty without the arms for it
     * @param breakdowns the metrics of parts of the test rows, averaged over the seeds
     * @param training of lines trained in epochs
     * @param exposure how often the candidates hold the target, by split; empty unless a fused model's candidates are known
     * @param sessions test rows in full; empty unless asked for
     * @param items targets and who finds them; empty unless asked for
     * @param sources where the figures come from, for each line and seed
     */
    public record OnDataset(
            String name,
            Dataset dataset,
            String protocol,
            int rows,
            String headline,
            List<String> findings,
            List<Line> lines,
            List<Difference> differences,
            List<MapShare> mapShares,
            List<Breakdown> breakdowns,
            List<Training> training,
            List<Exposure> exposure,
            List<SessionExample> sessions,
            List<ItemExample> items,
            List<Source> sources) {

        /** A line by its name. */
        public Optional<Line> line(String lineName) {
            return lines.stream().filter(line -> line.name().equals(lineName)).findFirst();
        }

        /** The sources of a line. */
        public List<Source> sources(Line line) {
            return sources.stream()
                    .filter(source -> source.line().equals(line.name()))
                    .toList();
        }

        /** The differences under one treatment of seen items. */
        List<Difference> differences(String seenItems) {
            return differences.stream()
                    .filter(difference -> difference.seenItems().equals(seenItems))
                    .toList();
        }

        /** The same with some of its lines. It keeps all differences, over whose number p-values are corrected. */
        OnDataset only(List<Line> some) {
            List<String> names = some.stream().map(Line::name).toList();
            List<String> methods = some.stream().map(Line::method).toList();
            return new OnDataset(
                    name,
                    dataset,
                    Protocol.named(some),
                    rows,
                    headline,
                    findings,
                    some,
                    differences,
                    mapShares.stream()
                            .filter(one -> methods.contains(one.method()))
                            .toList(),
                    breakdowns,
                    training.stream().filter(one -> names.contains(one.line())).toList(),
                    exposure,
                    sessions,
                    items,
                    sources.stream().filter(one -> names.contains(one.line())).toList());
        }
    }

    /**
     * The data.
     *
     * @param name its name
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
     * One line of the tables.
     *
     * @param name the name in tables
     * @param method the method, or the name of recommendations made elsewhere
     * @param arm the arm of a study; empty elsewhere
     * @param kind {@link #BASELINE}, {@link #TRAINED} or {@link #ELSEWHERE}
     * @param fused whether intents, or what stands for them, reach the score
     * @param seeds of its trainings; none where nothing is drawn or the seed is not known
     * @param selectedOn the split whose rows chose its epochs: {@code validation}, {@code test}, or empty where nothing was
     *     chosen or it is not known
     * @param tuning where its options were tuned; empty for defaults and options set by hand
     * @param ranked the metrics with seen items ranked, and how broad and popular the recommendations are
     * @param masked the same with seen items masked
     * @param costs what it cost, in the unit that the name has: {@code ms/1000}, {@code peak-MiB}, {@code train-s}
     */
    public record Line(
            String name,
            String method,
            String arm,
            String kind,
            boolean fused,
            List<Long> seeds,
            String selectedOn,
            String tuning,
            Map<String, Spread> ranked,
            Map<String, Spread> masked,
            Map<String, Spread> costs) {

        /** The figures under one treatment of seen items. */
        public Map<String, Spread> figures(String seenItems) {
            return seenItems.equals(MASKED) ? masked : ranked;
        }

        /** A mean over seeds; 0 where it was not measured. */
        double mean(String seenItems, String metric) {
            Spread spread = figures(seenItems).get(metric);
            return spread == null ? 0 : spread.mean();
        }
    }

    /**
     * A figure over seeds.
     *
     * @param mean over the runs
     * @param deviation their standard deviation (n - 1); 0 for a single run
     * @param runs how many, at least 1
     */
    public record Spread(double mean, double deviation, int runs) {

        /** Of some figures, at least one. */
        public static Spread of(double... values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double mean = sum / values.length;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Spread(mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)), values.length);
        }
    }

    /**
     * How a line differs from a reference in one metric over all test rows. Over several seeds, the metric of each row is
     * averaged first.
     *
     * @param seenItems {@link #RANKED} or {@link #MASKED}
     * @param metric e.g. {@code MRR@20}
     * @param line the name of the line
     * @param reference the name of the line that it is compared with
     * @param question what the comparison measures
     * @param toBaseline whether the reference is the best non-neural baseline in this metric
     * @param difference of the line from the reference
     * @param relative the difference as a fraction of the reference's figure; null where that is 0
     * @param low the lower end of the 95 % interval; null where there are too few sessions
     * @param high its upper end; null likewise
     * @param pValue two-sided, of this comparison alone; null likewise
     * @param corrected the p-value after Holm's correction over all differences with the same {@code seenItems}; null
     *     likewise
     * @param untested why there is neither an interval nor a p-value, as a clause; empty where there is
     * @param bySeed the difference of each seed that both have
     */
    public record Difference(
            String seenItems,
            String metric,
            String line,
            String reference,
            String question,
            boolean toBaseline,
            double difference,
            @Nullable Double relative,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double pValue,
            @Nullable Double corrected,
            String untested,
            List<Double> bySeed) {

        /** Corrected p-values below it are called significant. */
        static final double SIGNIFICANT = 0.05;

        /** Whether the difference is more than chance; never where nothing could be tested. */
        public boolean significant() {
            return corrected != null && corrected < SIGNIFICANT;
        }

        /** Whether it is of this line, this metric and this treatment of seen items. */
        boolean isOf(String name, String items, String of) {
            return line.equals(name) && seenItems.equals(items) && metric.equals(of);
        }
    }

    /**
     * How much of what fusion gains its maps give without any intent.
     *
     * @param method the backbone
     * @param base the metric of the backbone alone
     * @param zero with the maps and zero vectors
     * @param both with intents
     */
    public record MapShare(String method, String seenItems, String metric, double base, double zero, double both) {}

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
     * @param results of every line on them
     * @param differences of lines from their references on them; a study has none
     */
    public record Part(String name, int rows, List<PartResult> results, List<PartDifference> differences) {}

    /** The metrics of one line on some of the rows. */
    public record PartResult(String name, String seenItems, Map<String, Double> metrics) {}

    /**
     * A difference on some of the rows, with its own 95 % interval; as {@link Difference}, without a test. A part of too few
     * sessions has no interval.
     */
    public record PartDifference(
            String seenItems,
            String metric,
            String line,
            String reference,
            double difference,
            @Nullable Double low,
            @Nullable Double high) {}

    /**
     * The training of a line, averaged over the seeds as long as all of them trained.
     *
     * @param line the name of the line
     * @param method the method
     * @param split whose rows were evaluated
     */
    public record Training(String line, String method, String split, List<Epoch> epochs) {}

    /**
     * One epoch of training.
     *
     * @param epoch from 1
     * @param trainLoss the mean loss; null if it is not known
     * @param ranked metrics by name, seen items ranked
     * @param masked the same with seen items masked; empty if they are not known
     * @param seconds what it took; null if it is not known
     */
    public record Epoch(
            int epoch,
            @Nullable Double trainLoss,
            Map<String, Double> ranked,
            Map<String, Double> masked,
            @Nullable Double seconds) {}

    /**
     * How often the candidates of a split hold the target.
     *
     * @param recall by list length
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
     * @param recommendations by line, the first recommended titles
     */
    public record SessionExample(
            int row,
            List<String> session,
            String target,
            List<String> candidates,
            List<String> explicit,
            List<String> latent,
            Map<String, List<String>> recommendations) {}

    /**
     * One target and who finds it.
     *
     * @param item its title
     * @param clicks in the training sessions
     * @param rows the test rows whose target it is
     * @param intents the intents inferred most often for these rows; empty without intents
     * @param hits by line, HR@20 on these rows, seen items masked
     */
    public record ItemExample(String item, int clicks, int rows, List<String> intents, Map<String, Double> hits) {}

    /**
     * Where the figures of a line come from.
     *
     * @param line the name of the line
     * @param seed of the training; empty where nothing is drawn or the seed is not known
     * @param path of the model or of the recommendations; empty if it is not known
     * @param model the fingerprint of the model's folder; empty for recommendations made elsewhere
     * @param ranks the fingerprint of the evaluation's folder; empty where ranks were not kept
     * @param command what made the model; empty if it is not known
     * @param created when, ISO-8601 in UTC; empty likewise
     * @param options every option of the training
     * @param intents how its intents were inferred; empty without intents
     * @param bestOnTest as the published code reports: the best test figure of each metric over all epochs, seen items
     *     ranked; empty unless the epoch was chosen by the test rows
     */
    public record Source(
            String line,
            String seed,
            String path,
            String model,
            String ranks,
            String command,
            String created,
            Map<String, String> options,
            Map<String, String> intents,
            Map<String, BestFigure> bestOnTest) {}

    /**
     * The best of all epochs.
     *
     * @param value of the metric
     * @param epoch the first that reached it, from 1
     */
    public record BestFigure(double value, int epoch) {}

    /** All sentences, each data set's headline before its findings. */
    public List<String> findings() {
        return datasets.stream()
                .flatMap(on -> Stream.concat(Stream.of(on.headline()), on.findings().stream()))
                .toList();
    }
}
