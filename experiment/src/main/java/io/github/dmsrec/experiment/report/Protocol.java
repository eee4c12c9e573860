package io.github.dmsrec.experiment.report;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.Methods;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * By which rows the models of a table were chosen: {@code sound} on validation rows, {@code published} on the test rows that
 * their figures are measured on. Every table names it, and models of the published protocol are marked.
 */
public final class Protocol {

    /** The label of a model whose epoch was chosen by the rows that its figures are measured on. */
    public static final String WORDS = "selected on the test set";

    /** The name of the protocol that chooses on validation rows. */
    static final String SOUND = "sound";

    /** The name of the protocol of the published code. */
    static final String PUBLISHED = "published";

    /** The name for a report with models of both. */
    static final String BOTH = SOUND + " and " + PUBLISHED;

    /** What stands above the published protocol's figures. */
    static final String BEST_FIGURES =
            "Best test figure of each metric over all epochs: " + WORDS + ", as the published code reports";

    /** Why the label matters, as a sentence. */
    static final String MEANING =
            "the epoch was chosen by the test rows themselves, so the figures are better than unseen rows would give";

    private static final String MARK = "*";

    private Protocol() {}

    /** Whether the given split makes the label necessary. */
    public static boolean isTest(String selectedOn) {
        return selectedOn.equals(Split.TEST.label());
    }

    /** The name in a table: with the mark that {@link #footnote} explains if the label is necessary. */
    static String marked(String name, String selectedOn) {
        return isTest(selectedOn) ? name + " " + MARK : name;
    }

    /** The line below a table; empty where no row is marked. */
    static List<String> footnote(List<Report.Result> rows) {
        return rows.stream().anyMatch(row -> isTest(row.selectedOn())) ? List.of(MARK + " " + WORDS) : List.of();
    }

    /**
     * The name of the protocol.
     *
     * @param selectedOn the splits that chose the models; of imported weights an empty text
     * @return {@link #SOUND} also where nothing was chosen
     */
    public static String named(List<String> selectedOn) {
        if (selectedOn.stream().noneMatch(Protocol::isTest)) {
            return SOUND;
        }
        return selectedOn.stream().allMatch(Protocol::isTest) ? PUBLISHED : BOTH;
    }

    /** The protocol of a table of all models, as a sentence without its full stop. */
    static String sentence(Report report) {
        return sentence(report, report.models());
    }

    /** The protocol of a table of some models, which may be none; as a sentence without its full stop. */
    static String sentence(Report report, List<Report.Model> models) {
        String protocol = named(models.stream().map(Report.Model::selectedOn).toList());
        List<String> parts = new ArrayList<>();
        if (!protocol.equals(PUBLISHED)) {
            parts.add(SOUND + " (validation rows " + origin(report.dataset())
                    + "choose by MRR@20; the test rows are used once)");
        }
        if (!protocol.equals(SOUND)) {
            parts.add((protocol.equals(BOTH) ? MARK + " " : "") + PUBLISHED + ", " + WORDS);
        }
        if (models.stream().anyMatch(Protocol::isImported)) {
            parts.add("how imported weights were chosen is not known");
        }
        return "Protocol: " + String.join("; ", parts)
                + learning(models.stream().map(Report.Model::options).toList());
    }

    /** A network that no rows chose was not trained here. Methods that count, and blends, choose no epoch. */
    private static boolean isImported(Report.Model model) {
        return model.selectedOn().isEmpty()
                && Methods.find(model.backbone())
                        .map(method -> !method.capabilities().counts())
                        .orElse(false);
    }

    /** The protocol of a report's further tables, as sentences. */
    static String sentences(Report report) {
        return "Protocol: " + report.protocol()
                + learning(report.models().stream().map(Report.Model::options).toList()) + ".";
    }

    /** The protocol of a study's further tables, as sentences. */
    static String sentences(StudyReport.OnDataset on) {
        return "Protocol: " + on.protocol()
                + learning(on.cells().stream().map(StudyReport.Cell::options).toList()) + ".";
    }

    /**
     * Which figure chose the epochs of networks, and which sessions models have learned, as sentences: each with a full stop
     * before it and none behind. Empty where models of before are all that there is, whose options do not tell.
     *
     * @param models the options of each
     */
    static String learning(List<Map<String, String>> models) {
        List<Map<String, String>> networks = models.stream()
                .filter(options -> options.containsKey(TrainingOptions.SELECT_BY.key()))
                .filter(options -> !isTest(options.getOrDefault(TrainingOptions.SELECTION.key(), "")))
                .toList();
        StringBuilder text = new StringBuilder();
        if (!networks.isEmpty()) {
            text.append(". Epochs of networks are chosen by MRR@20 with session items ")
                    .append(values(networks, TrainingOptions.SELECT_BY.key()))
                    .append(
                            switch (values(networks, TrainingOptions.REFIT.key())) {
                                case "true" -> "; then they are trained again on training and validation sessions";
                                case "false" -> "; they learn the training sessions alone";
                                default -> "; some are then trained again on training and validation sessions";
                            });
            List<Map<String, String>> counting = models.stream()
                    .filter(options -> options.containsKey(BaselineOptions.LEARN_FROM.key()))
                    .toList();
            if (!counting.isEmpty()) {
                text.append(". Methods that count learn from: ")
                        .append(values(counting, BaselineOptions.LEARN_FROM.key()));
            }
        }
        return text.toString();
    }

    private static String values(List<Map<String, String>> models, String key) {
        return models.stream()
                .map(options -> options.getOrDefault(key, ""))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" or "));
    }

    /** How the data was split and what that leaks, as sentences; empty where it is not known. */
    static List<String> split(Report.Dataset dataset) {
        return dataset.splitRule().isEmpty()
                ? List.of()
                : List.of("Split: " + dataset.splitRule() + "."
                        + (dataset.leaks().isEmpty() ? "" : " What it leaks: ") + dataset.leaks());
    }

    /** Whence validation rows come; nothing where the rule of the split tells it. */
    private static String origin(Report.Dataset dataset) {
        return dataset.splitRule().isEmpty()
                ? "are of the last " + share(dataset) + "training sessions in time and "
                : "";
    }

    private static String share(Report.Dataset dataset) {
        Map<String, Integer> sessions = dataset.splits().stream()
                .collect(Collectors.toMap(Report.SplitCounts::split, Report.SplitCounts::sessions));
        int training = sessions.getOrDefault(Split.TRAIN.label(), 0);
        int validation = sessions.getOrDefault(Split.VALIDATION.label(), 0);
        return training + validation == 0
                ? ""
                : String.format(Locale.ROOT, "%.0f %% of the ", 100.0 * validation / (training + validation));
    }
}
