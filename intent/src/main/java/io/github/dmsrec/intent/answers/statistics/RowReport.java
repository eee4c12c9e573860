package io.github.dmsrec.intent.answers.statistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.SafeText;
import io.github.dmsrec.intent.answers.exchange.Answers;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.RecordedRow;
import io.github.dmsrec.intent.answers.replay.RecordedAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** One row in full: what a model was shown, what it answered, and what was made of it. */
public final class RowReport {

    private final IntentRecord record;
    private final RecordedRow row;
    private final Optional<RecordedAnswer> answer;
    private final String answersNote;
    private final int[] shown;

    private RowReport(IntentRecord record, RecordedRow row, Optional<RecordedAnswer> answer, String answersNote) {
        this.record = record;
        this.row = row;
        this.answer = answer;
        this.answersNote = answersNote;
        this.shown = row.shown().length > 0
                ? row.shown()
                : answer.map(RecordedAnswer::shown).orElse(new int[0]);
    }

    /** A report of a row. */
    public static RowReport of(IntentRecord record, RecordedRow row, Answers answers) {
        return new RowReport(record, row, answers.find(row), answers.note());
    }

    /** The candidates in the order shown, or by rank where no model was shown any. */
    private int[] listed() {
        return shown.length > 0 ? shown : record.choices(row);
    }

    private static int place(int[] list, int item) {
        return 1
                + IntStream.range(0, list.length)
                        .filter(i -> list[i] == item)
                        .findFirst()
                        .orElse(-1);
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(row.place() + ", session " + SafeText.line(record.session(row)));
        line(
                lines,
                "clicked",
                SafeText.joined(
                        Arrays.stream(record.clicks(row))
                                .mapToObj(record::title)
                                .toList(),
                        " > "));
        line(lines, "next click", SafeText.line(record.title(record.target(row))) + " (shown to nobody)");
        line(
                lines,
                "status",
                row.status().label() + (row.reason().isEmpty() ? "" : ": " + SafeText.line(row.reason())));
        line(lines, "explicit", orNone(record.texts(row.explicitTexts())));
        line(lines, "latent", orNone(record.texts(row.latentTexts())));
        if (!row.phrases().isEmpty()) {
            line(lines, "sentences", SafeText.joined(row.phrases(), "; "));
        }
        addCandidates(lines);
        addAnswer(lines);
        return lines;
    }

    private void addCandidates(List<String> lines) {
        int[] ranked = record.candidates(row);
        int[] picks = record.picks(row);
        int[] clicks = record.clicks(row);
        int[] listed = listed();
        lines.add(
                listed.length == 0
                        ? "candidates: not known; --candidates says where they are"
                        : "candidates, "
                                + (shown.length > 0 ? "in the order shown" : "by rank; no model was shown them"));
        for (int i = 0; i < listed.length; i++) {
            int item = listed[i];
            int pick = place(picks, item);
            int rank = place(ranked, item);
            boolean clicked = Arrays.stream(clicks).anyMatch(click -> click == item);
            lines.add(String.format(
                            Locale.ROOT,
                            "  %3d  %-9s %-7s %s%s%s",
                            i + 1,
                            rank > 0 ? "rank " + rank : "",
                            pick > 0 ? "picked" : "",
                            SafeText.line(record.title(item)),
                            clicked ? " (clicked)" : "",
                            item == record.target(row) ? " (next click)" : "")
                    .stripTrailing());
        }
    }

    private void addAnswer(List<String> lines) {
        if (answer.isEmpty()) {
            lines.add("answer: " + answersNote);
            return;
        }
        RecordedAnswer kept = answer.get();
        line(lines, "model", SafeText.line(orUnknown(kept.origin().model())));
        line(
                lines,
                "question",
                "template " + SafeText.line(orUnknown(kept.origin().template())) + ", "
                        + kept.format().label() + ", "
                        + (kept.usage().attempts() == 0
                                ? "unknown"
                                : kept.usage().attempts()) + " x asked");
        line(
                lines,
                "took",
                known(kept.usage().promptTokens(), "tokens in") + ", "
                        + known(kept.usage().completionTokens(), "tokens out") + ", "
                        + known(kept.usage().latencyMillis(), "ms"));
        if (!kept.origin().finishReason().isEmpty()) {
            line(lines, "ended", SafeText.line(kept.origin().finishReason()));
        }
        lines.add("answer, " + answersNote + ":");
        if (kept.verbatim()) {
            SafeText.lines(kept.text()).forEach(text -> lines.add("  " + text));
        } else {
            lines.add("  only the numbers were kept: " + Arrays.toString(kept.numbers()));
        }
    }

    private static void line(List<String> lines, String label, String value) {
        lines.add(String.format(Locale.ROOT, "%-12s%s", label, value));
    }

    private static String orNone(List<String> texts) {
        return texts.isEmpty() ? "none" : SafeText.joined(texts, "; ");
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? "unknown" : text;
    }

    private static String known(long count, String unit) {
        return count == 0 ? "unknown " + unit : String.format(Locale.ROOT, "%,d %s", count, unit);
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("split", row.split().label()).put("row", row.number()).put("session", record.session(row));
        ArrayNode clicked = json.putArray("clicked");
        for (int item : record.clicks(row)) {
            writeItem(clicked.addObject(), item);
        }
        writeItem(json.putObject("nextClick"), record.target(row));
        json.put("status", row.status().label()).put("reason", row.reason());
        record.texts(row.explicitTexts()).forEach(json.putArray("explicit")::add);
        record.texts(row.latentTexts()).forEach(json.putArray("latent")::add);
        row.phrases().forEach(json.putArray("sentences")::add);
        Arrays.stream(row.numbers()).forEach(json.putArray("numbers")::add);
        writeCandidates(json.putArray("candidates"));
        json.put("answersNote", answersNote);
        answer.ifPresent(kept -> writeAnswer(json.putObject("answer"), kept));
        return json;
    }

    private ObjectNode writeItem(ObjectNode json, int item) {
        return json.put("id", record.catalogue().id(item))
                .put("title", record.catalogue().title(item));
    }

    private void writeCandidates(ArrayNode array) {
        int[] ranked = record.candidates(row);
        int[] picks = record.picks(row);
        int[] listed = listed();
        for (int i = 0; i < listed.length; i++) {
            ObjectNode candidate = writeItem(array.addObject(), listed[i]);
            if (shown.length > 0) {
                candidate.put("number", i + 1);
            }
            int rank = place(ranked, listed[i]);
            if (rank > 0) {
                candidate.put("rank", rank);
            }
            candidate.put("picked", place(picks, listed[i]) > 0);
        }
    }

    private static void writeAnswer(ObjectNode json, RecordedAnswer kept) {
        if (kept.verbatim()) {
            json.put("text", kept.text());
        }
        json.put("model", kept.origin().model())
                .put("template", kept.origin().template())
                .put("format", kept.format().label())
                .put("finishReason", kept.origin().finishReason())
                .put("promptTokens", kept.usage().promptTokens())
                .put("completionTokens", kept.usage().completionTokens())
                .put("attempts", kept.usage().attempts())
                .put("latencyMillis", kept.usage().latencyMillis());
    }
}
