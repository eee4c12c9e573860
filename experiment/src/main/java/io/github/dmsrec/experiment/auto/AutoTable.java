package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.report.ReportTable;
import io.github.dmsrec.experiment.report.TextTable;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was tried and chosen, for the terminal and for programs. */
public final class AutoTable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AutoTable() {}

    /** The table, which one won and why. */
    public static List<String> lines(AutoOutcome outcome) {
        List<String> lines = new ArrayList<>(TextTable.lines(ReportTable.ofTexts(
                "auto",
                String.format(
                        Locale.ROOT,
                        "Per cent of the %,d validation rows of '%s', seen items %s",
                        outcome.validationRows(),
                        outcome.dataset(),
                        Labels.of(outcome.selectBy())),
                "",
                List.of("method", "HR@20", "MRR@20", "seconds", "options beside the defaults"),
                outcome.candidates().stream().map(AutoTable::row).toList())));
        outcome.skipped().forEach(sentence -> lines.add("  " + sentence));
        lines.add("chosen: " + outcome.winner() + ", " + outcome.why());
        lines.add(
                outcome.learnedValidation().isEmpty()
                        ? "It learned from the training sessions alone: there was no time for another training."
                        : "Trained again on training and validation sessions: "
                                + String.join(", ", outcome.learnedValidation()) + ".");
        lines.add(String.format(
                Locale.ROOT,
                "%s of %s used; no test row was looked at.",
                Durations.words(outcome.usedSeconds()),
                Durations.words(outcome.budgetSeconds())));
        if (outcome.selectBy() == SelectBy.RANKED) {
            lines.add("Sessions often come back to an item that they clicked: recommend with --seen-items rank.");
        }
        lines.add("model:  " + outcome.model());
        return lines;
    }

    private static List<String> row(Candidate candidate) {
        return List.of(
                candidate.name(),
                percent(candidate.hr20()),
                percent(candidate.mrr20()),
                String.format(Locale.ROOT, "%.1f", candidate.seconds()),
                options(candidate));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String options(Candidate candidate) {
        String options = candidate.changed().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(" "));
        String text = options.isEmpty() ? "-" : options;
        return candidate.note().isEmpty() ? text : text + " (" + candidate.note() + ")";
    }

    /** The same for programs; figures are fractions. */
    public static ObjectNode json(AutoOutcome outcome) {
        ObjectNode json = JSON.createObjectNode();
        json.put("model", outcome.model().toString());
        json.put("dataset", outcome.dataset());
        json.put("validationRows", outcome.validationRows());
        json.put("winner", outcome.winner());
        json.put("why", outcome.why());
        json.put("budgetSeconds", outcome.budgetSeconds());
        json.put("usedSeconds", outcome.usedSeconds());
        json.set("skipped", JSON.valueToTree(outcome.skipped()));
        json.set("learnedValidation", JSON.valueToTree(outcome.learnedValidation()));
        String figures = outcome.selectBy().keyOf(Split.VALIDATION.label());
        ArrayNode candidates = json.putArray("candidates");
        for (Candidate candidate : outcome.candidates()) {
            ObjectNode entry = candidates.addObject();
            entry.put("name", candidate.name());
            entry.put("method", candidate.method());
            entry.put(figures + "Hr20", candidate.hr20());
            entry.put(figures + "Mrr20", candidate.mrr20());
            entry.put("seconds", candidate.seconds());
            entry.put("note", candidate.note());
            entry.set("changed", JSON.valueToTree(candidate.changed()));
            entry.set("options", JSON.valueToTree(candidate.options()));
        }
        return json;
    }
}
