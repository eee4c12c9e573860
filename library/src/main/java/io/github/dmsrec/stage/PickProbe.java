package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.evaluate.WilsonInterval;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.intent.asking.PickHabits;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.reply.AnswerForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Whether a language model's picks hold the click that follows, asked about some validation rows whose next click is among
 * the candidates: beside chance, and beside as many of the base model's best candidates.
 *
 * @param rows how many rows were asked about
 * @param asked how many questions were asked now; the others had answers from before
 * @param forms what came of each form of answers, the one that a run would use last
 */
public record PickProbe(int rows, int asked, List<Form> forms) {

    /** How many rows are asked about unless something else is chosen. */
    public static final int USUAL_ROWS = 100;

    /** Fewer rows with picks decide nothing. */
    static final int FEWEST = 20;

    /** So much of the probability of what chance gives is below its bound. */
    private static final double CONFIDENCE = 0.975;

    public PickProbe {
        forms = List.copyOf(forms);
    }

    /**
     * A form of answers.
     *
     * @param form how candidates are named
     * @param format how the form was asked for
     * @param rows with picks
     * @param picks of all rows together
     * @param hits rows whose next click was picked
     * @param chance the hits that picks drawn evenly would have, by the mean
     * @param chanceBound the hits that such picks exceed in one of forty probes
     * @param baseHits the hits of as many of the base model's best candidates, row by row
     * @param habits whether picks go by position
     */
    public record Form(
            AnswerForm form,
            String format,
            int rows,
            int picks,
            int hits,
            double chance,
            int chanceBound,
            int baseHits,
            PickHabits habits) {

        /** Whether there is no more in the picks than chance; false where too few rows have any. */
        public boolean likeChance() {
            return rows >= FEWEST && hits <= chanceBound;
        }

        /**
         * Counts picks.
         *
         * @param requests what was asked about
         * @param targets the click that follows each, one of the candidates
         * @param answers to the requests
         */
        static Form of(
                AnswerForm form,
                String format,
                List<IntentRequest> requests,
                int[] targets,
                List<InferredRow> answers) {
            PickHabits habits = new PickHabits();
            List<Double> chances = new ArrayList<>();
            int picks = 0;
            int hits = 0;
            int baseHits = 0;
            for (int i = 0; i < targets.length; i++) {
                InferredRow row = answers.get(i);
                int target = targets[i];
                int[] numbers = row.numbers();
                if (numbers.length == 0) {
                    continue;
                }
                int[] shown = row.shown();
                habits.add(shown.length, numbers);
                picks += numbers.length;
                chances.add((double) numbers.length / shown.length);
                hits += Arrays.stream(numbers).anyMatch(number -> shown[number - 1] == target) ? 1 : 0;
                // Candidates without a title are not shown: the base model's best are those of the shown ones.
                baseHits += Arrays.stream(requests.get(i).candidates())
                                .filter(item -> IntStream.of(shown).anyMatch(other -> other == item))
                                .limit(numbers.length)
                                .anyMatch(item -> item == target)
                        ? 1
                        : 0;
            }
            double mean = chances.stream().mapToDouble(Double::doubleValue).sum();
            return new Form(form, format, chances.size(), picks, hits, mean, bound(chances), baseHits, habits);
        }

        /** The quantile of the number of hits, each row with its own probability (Poisson binomial, exact). */
        static int bound(List<Double> chances) {
            double[] probability = new double[chances.size() + 1];
            probability[0] = 1;
            int rows = 0;
            for (double chance : chances) {
                rows++;
                for (int hits = rows; hits > 0; hits--) {
                    probability[hits] = probability[hits] * (1 - chance) + probability[hits - 1] * chance;
                }
                probability[0] *= 1 - chance;
            }
            int hits = 0;
            double below = probability[0];
            while (below < CONFIDENCE && hits < rows) {
                below += probability[++hits];
            }
            return hits;
        }

        private List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(String.format(
                    Locale.ROOT,
                    "%s (%s): %d rows with %.1f picks each",
                    form.label(),
                    format,
                    rows,
                    rows == 0 ? 0 : (double) picks / rows));
            if (rows > 0) {
                lines.add("  picks hold the next click   " + share(hits));
                lines.add(String.format(
                        Locale.ROOT,
                        "  picks by chance             %.1f (%.1f %%), up to %d",
                        chance,
                        100 * chance / rows,
                        chanceBound));
                lines.add("  the base model's first      " + share(baseHits));
                lines.add(String.format(
                        Locale.ROOT,
                        "  picks in the first tenth    %.1f %%, even ones %.1f %%",
                        100 * habits.beginning(),
                        100 * habits.evenBeginning()));
                lines.add(String.format(
                        Locale.ROOT,
                        "  runs of neighbours          %d of %d answers with three picks or more, by chance %.1f",
                        habits.runs(),
                        habits.withSeveral(),
                        habits.evenRuns()));
            }
            return lines;
        }

        private String share(int count) {
            WilsonInterval interval = WilsonInterval.of(count, rows);
            return String.format(
                    Locale.ROOT,
                    "%d (%.1f %%, 95 %% interval %.1f to %.1f %%)",
                    count,
                    100.0 * count / rows,
                    100 * interval.low(),
                    100 * interval.high());
        }

        private void writeTo(ArrayNode array) {
            WilsonInterval interval = WilsonInterval.of(hits, rows);
            WilsonInterval base = WilsonInterval.of(baseHits, rows);
            ObjectNode json = array.addObject().put("form", form.label()).put("format", format);
            json.put("rows", rows).put("picks", picks).put("hits", hits);
            json.put("low", interval.low()).put("high", interval.high());
            json.put("chance", chance).put("chanceBound", chanceBound).put("likeChance", likeChance());
            json.put("baseHits", baseHits).put("baseLow", base.low()).put("baseHigh", base.high());
            json.put("firstTenth", habits.beginning()).put("evenFirstTenth", habits.evenBeginning());
            json.put("runs", habits.runs()).put("withSeveral", habits.withSeveral());
            json.put("evenRuns", habits.evenRuns());
        }
    }

    /** The form that a run would use. */
    public Form chosen() {
        return forms.get(forms.size() - 1);
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("probe of " + rows + " validation rows whose next click is among the candidates");
        forms.forEach(form -> lines.addAll(form.lines()));
        if (chosen().rows() < FEWEST) {
            lines.add("fewer than " + FEWEST + " rows with picks decide nothing");
        }
        return lines;
    }

    /**
     * What the probe says of the time that a run takes: nothing by answers that were kept before.
     *
     * @param open how many questions the run will ask
     * @param seconds that the probe took
     */
    String pace(int open, double seconds) {
        return asked == 0
                ? "all answers of the probe were kept before, so it tells no pace"
                : String.format(
                        Locale.ROOT,
                        "at the pace of the probe, which asked %,d questions now, the %,d take about %s",
                        asked,
                        open,
                        Durations.words(open * seconds / asked));
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("rows", rows);
        ArrayNode array = json.putArray("forms");
        forms.forEach(form -> form.writeTo(array));
        return json;
    }

    /**
     * Ends a run whose picks would be noise.
     *
     * @throws UserMistakeException if the form that the run would use has no more hits than chance may give
     */
    public void refuseChance() {
        Form form = chosen();
        if (form.likeChance()) {
            throw new UserMistakeException(String.format(
                    Locale.ROOT,
                    "In %d of %d rows of the probe the picks hold the next click; chance gives up to %d, as many of the"
                            + " base model's first candidates %d: %s. '--no-probe' (option probe=0) asks nevertheless.",
                    form.hits(),
                    form.rows(),
                    form.chanceBound(),
                    form.baseHits(),
                    PickHabits.VERDICT));
        }
    }
}
