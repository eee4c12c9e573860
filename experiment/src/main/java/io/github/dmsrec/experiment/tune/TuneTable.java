package io.github.dmsrec.experiment.tune;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.experiment.report.ReportTable;
import io.github.dmsrec.experiment.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What tuning found, for the terminal and for programs. */
public final class TuneTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HEAD =
            List.of("method", "defaults", "best", "trials", "done", "stopped", "failed", "epochs", "seconds");

    private TuneTable() {}

    /** The table with the budget that every method had, and the best options of each. */
    public static List<String> lines(TuneOutcome outcome) {
        TunePlan plan = outcome.plan();
        List<String> lines = new ArrayList<>(TextTable.lines(ReportTable.ofTexts(
                "tune",
                String.format(
                        Locale.ROOT, "Per cent, %s (%,d rows)", plan.measure().words(), outcome.validationRows()),
                "",
                HEAD,
                outcome.methods().stream().map(TuneTable::row).toList())));
        lines.addAll(budget(outcome));
        lines.add("");
        lines.add("Best options:");
        outcome.methods().forEach(method -> lines.add("  " + method.space().method() + ": " + options(method)));
        lines.add("");
        lines.add("trials: " + outcome.log());
        lines.add("best:   " + outcome.best());
        return lines;
    }

    private static List<String> row(TuneOutcome.Method method) {
        return List.of(
                method.space().method(),
                percent(method.defaults()),
                percent(method.best()),
                String.valueOf(method.trials()),
                String.valueOf(method.done()),
                String.valueOf(method.stopped()),
                String.valueOf(method.failed()),
                method.space().isTrainedInEpochs() ? String.valueOf(method.epochs()) : "-",
                String.format(Locale.ROOT, "%.1f", method.seconds()));
    }

    private static String percent(TrialRecord trial) {
        return String.format(Locale.ROOT, "%.2f", 100 * trial.value());
    }

    private static List<String> budget(TuneOutcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add("  Equal budget: " + budget(outcome.plan()) + ".");
        String untuned = outcome.methods().stream()
                .filter(method -> method.space().ranges().isEmpty())
                .map(method -> method.space().method())
                .collect(Collectors.joining(", "));
        if (!untuned.isEmpty()) {
            lines.add("  With nothing to tune, the defaults alone: " + untuned + ".");
        }
        lines.add("  Trials learn from the training sessions and see the validation rows; no test row was looked at.");
        return lines;
    }

    /** What every method had, e.g. {@code random search, 40 trials of every method, trial 0 being the defaults}. */
    static String budget(TunePlan plan) {
        String search = plan.search() instanceof Search.Halving halving
                ? "successive halving by " + halving.factor()
                : "random search";
        String trials = search + ", " + plan.budget().trials() + " trials of every method, trial 0 being the defaults";
        if (plan.methods().stream().noneMatch(MethodSpace::isTrainedInEpochs)) {
            return trials;
        }
        return trials + "; networks train for at most " + plan.budget().epochs() + " epochs each"
                + plan.medianRule()
                        .map(rule -> ", the median rule may stop them after " + rule.after())
                        .orElse("");
    }

    private static String options(TuneOutcome.Method method) {
        Map<String, String> declared =
                method.space().declared(method.best().key().options());
        String options = declared.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(" "));
        String from = method.best().trial() == 0
                ? "the defaults"
                : "trial " + method.best().trial();
        return (options.isEmpty() ? "" : options + " ") + "(" + from + ")";
    }

    /** The same for programs; values are fractions. */
    public static ObjectNode json(TuneOutcome outcome) {
        TunePlan plan = outcome.plan();
        ObjectNode json = JSON.createObjectNode();
        json.put("name", plan.name());
        json.put("dataset", outcome.dataset());
        json.put("fingerprint", outcome.fingerprint());
        json.put("seed", plan.seed());
        json.put("threads", plan.threads());
        json.put("measure", plan.measure().words());
        json.put("validationRows", outcome.validationRows());
        json.put("search", budget(plan));
        json.putObject("budget")
                .put("trials", plan.budget().trials())
                .put("epochs", plan.budget().epochs());
        ArrayNode methods = json.putArray("methods");
        for (TuneOutcome.Method method : outcome.methods()) {
            ObjectNode entry = methods.addObject();
            entry.put("method", method.space().method());
            entry.put("default", method.defaults().value());
            entry.put("best", method.best().value());
            entry.put("bestTrial", method.best().trial());
            entry.put("trials", method.trials());
            entry.put("done", method.done());
            entry.put("stopped", method.stopped());
            entry.put("failed", method.failed());
            entry.put("epochs", method.epochs());
            entry.put("seconds", method.seconds());
            entry.set(
                    "options",
                    JSON.valueToTree(method.space().declared(method.best().key().options())));
            entry.set("validation", JSON.valueToTree(method.best().validation()));
            entry.set("validationMasked", JSON.valueToTree(method.best().validationMasked()));
        }
        json.put("log", outcome.log().toString());
        json.put("bestOptions", outcome.best().toString());
        return json;
    }
}
