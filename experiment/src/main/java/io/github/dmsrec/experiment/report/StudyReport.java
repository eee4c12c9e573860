package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the report of a study tells: {@code study.json} is this record, the page and the tables are views of it.
 *
 * @param format {@link #FORMAT}
 * @param title what the study is called
 * @param created when, ISO-8601 in UTC
 * @param madeBy program and version
 * @param machine the class of machine that made the report
 * @param threads of each cell
 * @param workers how many cells were made at once
 * @param datasets the results on each data set
 * @param findings what the numbers say, in sentences
 * @param reproduce the commands that make the same again
 */
public record StudyReport(
        int format,
        String title,
        String created,
        String madeBy,
        Manifest.Machine machine,
        int threads,
        int workers,
        List<OnDataset> datasets,
        List<String> findings,
        List<String> reproduce) {

    /** The version of {@code study.json}. */
    public static final int FORMAT = 1;

    /** The kind of a line whose method counts clicks. */
    public static final String COUNTING = "counting";

    /** The kind of a line whose method is trained. */
    public static final String TRAINED = "trained";

    /** The kind of a line of recommendations made elsewhere. */
    public static final String ELSEWHERE = "elsewhere";

    /** The name, among the costs, of the seconds that training took. */
    public static final String TRAINING_TIME = "train-s";

    /**
     * The results on one data set.
     *
     * @param name what tables call it
     * @param dataset what it is
     * @param protocol see {@link Protocol}
     * @param rows the number of test rows
     * @param lines what is compared, in the order of tables
     * @param effects the differences between lines that answer a question
     * @param mapShares how much of a fused method's gain its maps alone give
     * @param breakdowns the metrics of parts of the test rows, averaged over the seeds; without differences
     * @param curves training, epoch by epoch
     * @param cells where every figure comes from
     */
    public record OnDataset(
            String name,
            Report.Dataset dataset,
            String protocol,
            int rows,
            List<Line> lines,
            List<Effect> effects,
            List<MapShare> mapShares,
            List<Report.Breakdown> breakdowns,
            List<Curve> curves,
            List<Cell> cells) {

        /** A line by its name. */
        public Optional<Line> line(String lineName) {
            return lines.stream().filter(line -> line.name().equals(lineName)).findFirst();
        }
    }

    /**
     * One line of the tables.
     *
     * @param name the method, and the arm unless it is the base
     * @param method the method, or what recommendations made elsewhere are called
     * @param arm the arm; empty where there are none
     * @param kind {@code counting}, {@code trained} or {@code elsewhere}
     * @param seeds of its cells; none where nothing is drawn
     * @param selectedOn the split whose rows chose its epochs; empty where nothing was chosen or nobody knows
     * @param tuning where its options were tuned; empty for defaults and options set by hand
     * @param ranked the metrics with the session's items in the ranking, with breadth
     * @param masked the same without them
     * @param costs what it cost, by the names of tables
     */
    public record Line(
            String name,
            String method,
            String arm,
            String kind,
            List<Long> seeds,
            String selectedOn,
            String tuning,
            Map<String, Spread> ranked,
            Map<String, Spread> masked,
            Map<String, Spread> costs) {

        /** The figures under one protocol. */
        public Map<String, Spread> figures(String seenItems) {
            return seenItems.equals(Report.MASKED) ? masked : ranked;
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
     * How a line differs from what it must be compared with. The metrics of all seeds are averaged row by row first.
     *
     * @param seenItems {@link Report#RANKED} or {@link Report#MASKED}
     * @param metric e.g. {@code MRR@20}
     * @param line the name of the line
     * @param control the name of the line that it is compared with
     * @param question what the comparison tells
     * @param toBaseline whether the control is the best of the methods that count
     * @param difference in fractions
     * @param low the lower end of the 95 % interval, over sessions; null where there are too few sessions
     * @param high its upper end; null likewise
     * @param pValue two-sided, of this comparison alone; null likewise
     * @param corrected the p-value after Holm's correction over all effects with the same {@code seenItems}; null likewise
     * @param untested why there is neither an interval nor a p-value, as a clause; empty where there is
     * @param bySeed the difference of each seed that both have; its deviation is that over seeds
     */
    public record Effect(
            String seenItems,
            String metric,
            String line,
            String control,
            String question,
            boolean toBaseline,
            double difference,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double pValue,
            @Nullable Double corrected,
            String untested,
            List<Double> bySeed) {

        /** Whether the difference is more than chance; never where nothing could be tested. */
        public boolean significant() {
            return corrected != null && corrected < Report.Difference.SIGNIFICANT;
        }

        /** The interval and the corrected p-value; empty where there are too few sessions. */
        public Optional<Report.Tested> tested() {
            return Report.Tested.of(low, high, corrected);
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
     * Training, averaged over the seeds as long as all of them trained.
     *
     * @param line the name of the line
     * @param method the method
     * @param split whose rows were evaluated
     * @param values MRR@20 by epoch, session items ranked
     */
    public record Curve(String line, String method, String split, List<Double> values) {}

    /**
     * Where the figures of a line come from.
     *
     * @param line the name of the line
     * @param seed empty where nothing is drawn
     * @param model the fingerprint of the model's folder; empty for recommendations made elsewhere
     * @param ranks the fingerprint of the evaluation's folder
     * @param command what made the model
     * @param created when, ISO-8601 in UTC
     * @param options every option of its training
     */
    public record Cell(
            String line,
            String seed,
            String model,
            String ranks,
            String command,
            String created,
            Map<String, String> options) {}
}
