package io.github.dmsrec.intent.answers.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.SafeText;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.exchange.Answers;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Rates over the rows of a folder of intents: what came of them, how they were picked, and whether they know too much. */
public final class IntentStatistics {

    private static final int LABEL = 34;

    private final String title;
    private final String answersNote;
    private final JsonNode asked;
    private final Map<Split, SplitCounts> counts;
    private final PickHistogram byNumber = new PickHistogram();
    private final PickHistogram byRank = new PickHistogram();

    private IntentStatistics(String title, String answersNote, JsonNode asked, Map<Split, SplitCounts> counts) {
        this.title = title;
        this.answersNote = answersNote;
        this.asked = asked;
        this.counts = counts;
        counts.values().forEach(split -> {
            byNumber.add(split.byNumber);
            byRank.add(split.byRank);
        });
    }

    /**
     * Counts.
     *
     * @param splits whose rows are counted
     */
    public static IntentStatistics of(IntentRecord record, List<Split> splits, Progress progress) throws IOException {
        Map<Split, SplitCounts> counts = new EnumMap<>(Split.class);
        try (Answers answers = record.answers();
                Progress.Stage stage = progress.stage("count intents", "rows", record.count(splits))) {
            for (Split split : splits) {
                SplitCounts ofSplit = new SplitCounts();
                counts.put(split, ofSplit);
                record.forEach(split, stage, row -> {
                    ofSplit.add(record, row);
                    answers.find(row).ifPresent(answer -> ofSplit.add(answer, answers.repairs(row, answer)));
                });
            }
            String model = Answers.model(record);
            return new IntentStatistics(
                    record.folder().path() + ": " + record.inferrer() + (model.isEmpty() ? "" : ", model " + model),
                    answers.note(),
                    record.folder().manifest().facts().path("inferrer"),
                    counts);
        }
    }

    /** What looks wrong, each with its reason. */
    public List<String> warnings() {
        Map<Split, TargetPicks> targets = new EnumMap<>(Split.class);
        counts.forEach((split, of) -> targets.put(split, of.targetPicks()));
        List<String> warnings = new ArrayList<>(LeakAlarm.of(targets));
        if (byNumber.prefersBeginning()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the first tenth of the candidates shown gets %.1f times its even share of the picks: the model"
                            + " goes by position, unless they were shown in the order of their ranks.",
                    byNumber.beginning()));
        }
        return warnings;
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("intents " + title);
        StringBuilder header = new StringBuilder(" ".repeat(LABEL));
        counts.keySet().forEach(split -> header.append(String.format(Locale.ROOT, "%12s", split.label())));
        lines.add(header.toString());
        count(lines, "rows", of -> of.rows);
        for (String status : names(of -> of.byStatus)) {
            count(lines, "  " + status, of -> of.byStatus.getOrDefault(status, 0L));
        }
        for (String reason : names(of -> of.byReason)) {
            count(lines, "    " + SafeText.line(reason), of -> of.byReason.getOrDefault(reason, 0L));
        }
        row(lines, "picks a row", of -> number(of.picksPerRow()));
        row(lines, "explicit, of the intents", of -> percent(of.explicitShare()));
        count(lines, "rows without explicit intent", of -> of.withoutExplicit);
        count(lines, "rows without latent intent", of -> of.withoutLatent);
        count(lines, "invented titles", of -> of.inventions);
        addAnswers(lines);
        lines.add("the click that follows");
        row(lines, "  among the candidates", of -> percent(of.targetPicks().exposure()));
        row(lines, "  picked, of the rows", of -> percent(of.targetPicks().rowShare()));
        row(lines, "  picked, of the picks", of -> percent(of.targetPicks().share()));
        row(
                lines,
                "  even picks would, of the rows",
                of -> percent(rowShare(of, of.targetPicks().even())));
        if (byRank.size() > 0) {
            row(
                    lines,
                    "  ranks alone would, of the rows",
                    of -> percent(rowShare(of, of.targetPicks().byRank())));
        }
        if (byNumber.size() > 0) {
            lines.add("picks by number shown; | is where even picks would end");
            lines.addAll(byNumber.lines());
        }
        if (byRank.size() > 0) {
            lines.add("picks by rank of the candidate; | is where even picks would end");
            lines.addAll(byRank.lines());
        }
        warnings().forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    private void addAnswers(List<String> lines) {
        lines.add("answers: " + answersNote);
        if (counts.values().stream().anyMatch(of -> of.answersRead > 0)) {
            count(lines, "  found", of -> of.answersRead);
            count(lines, "  repaired", of -> of.repaired);
            count(lines, "    numbers that no candidate has", of -> of.outOfRange);
            count(lines, "    candidates named twice", of -> of.duplicates);
            count(lines, "    candidates beyond the limit", of -> of.beyondLimit);
            count(lines, "  refused or off the form", of -> of.failedWithText);
            row(lines, "  tokens in, a row", of -> mean(of, (double) of.promptTokens));
            row(lines, "  tokens out, a row", of -> mean(of, (double) of.completionTokens));
            row(lines, "  attempts, a row", of -> mean(of, (double) of.attempts));
            row(lines, "  seconds, the last attempt", of -> mean(of, of.latencyMillis / 1000.0));
        }
        if (asked.has("tokens")) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  of the whole run: %,d tokens in, %,d out",
                    asked.at("/tokens/prompt").asLong(),
                    asked.at("/tokens/completion").asLong()));
        }
    }

    private Set<String> names(Function<SplitCounts, Map<String, Long>> counted) {
        Set<String> names = new TreeSet<>();
        counts.values().forEach(of -> names.addAll(counted.apply(of).keySet()));
        return names;
    }

    private void count(List<String> lines, String label, Function<SplitCounts, Long> value) {
        row(lines, label, of -> String.format(Locale.ROOT, "%,d", value.apply(of)));
    }

    private void row(List<String> lines, String label, Function<SplitCounts, String> value) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + LABEL + "s", label));
        counts.values().forEach(of -> line.append(String.format(Locale.ROOT, "%12s", value.apply(of))));
        lines.add(line.toString());
    }

    private static double rowShare(SplitCounts of, double hits) {
        long rows = of.targetPicks().rows();
        return rows == 0 ? 0 : hits / rows;
    }

    private static String mean(SplitCounts of, double sum) {
        // Files made elsewhere need not say what their answers took.
        return sum == 0 ? "unknown" : number(sum / of.answersRead);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("intents", title).put("answers", answersNote);
        ObjectNode splits = json.putObject("splits");
        counts.forEach((split, of) -> of.writeTo(splits.putObject(split.label())));
        byNumber.writeTo(json.putArray("picksByNumberShown"));
        byRank.writeTo(json.putArray("picksByRank"));
        Optional.of(asked.path("tokens")).filter(JsonNode::isObject).ifPresent(tokens -> json.set("tokens", tokens));
        warnings().forEach(json.putArray("warnings")::add);
        return json;
    }
}
