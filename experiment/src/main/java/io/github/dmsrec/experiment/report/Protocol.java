package io.github.dmsrec.experiment.report;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.Methods;
import java.util.ArrayList;
import java.util.List;
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
    static boolean isTest(String selectedOn) {
        return selectedOn.equals(Split.TEST.label());
    }

    /** The name in a table: with the mark that {@link #sentence} explains if the label is necessary. */
    static String marked(Report.Line line) {
        return isTest(line.selectedOn()) ? line.name() + " " + MARK : line.name();
    }

    /**
     * The name of the protocol of some lines.
     *
     * @return {@link #SOUND} also where nothing was chosen
     */
    static String named(List<Report.Line> lines) {
        // Baselines choose nothing, so they say nothing about the networks beside them.
        List<Report.Line> chosen = lines.stream()
                .filter(line -> line.kind().equals(Report.TRAINED))
                .toList();
        if (chosen.stream().noneMatch(line -> isTest(line.selectedOn()))) {
            return SOUND;
        }
        return chosen.stream().allMatch(line -> isTest(line.selectedOn())) ? PUBLISHED : BOTH;
    }

    /** The protocol of the lines of a table, in whole sentences. */
    static String sentence(Report.OnDataset on) {
        String protocol = named(on.lines());
        List<String> parts = new ArrayList<>();
        if (!protocol.equals(PUBLISHED)) {
            parts.add(SOUND + " (validation rows choose by MRR@20; the test rows are used once)");
        }
        if (!protocol.equals(SOUND)) {
            parts.add(MARK + " " + PUBLISHED + ", " + WORDS);
        }
        if (on.lines().stream().anyMatch(Protocol::isImported)) {
            parts.add("how imported weights were chosen is not known");
        }
        return "Protocol: " + String.join("; ", parts)
                + learning(on.sources().stream().map(Report.Source::options).toList()) + ".";
    }

    /** The protocol of the lines of a table in a few words, with the meaning of the mark if it is there. */
    static String brief(List<Report.Line> lines) {
        String protocol = named(lines);
        return "protocol " + protocol + (protocol.equals(SOUND) ? "" : " (" + MARK + ": " + WORDS + ")");
    }

    /** A network that no rows chose was not trained here. Non-neural baselines and blends choose no epoch. */
    private static boolean isImported(Report.Line line) {
        return line.kind().equals(Report.TRAINED)
                && line.selectedOn().isEmpty()
                && Methods.find(line.method())
                        .map(method -> method.capabilities().epochs())
                        .orElse(false);
    }

    /**
     * Which figure chose the epochs of networks, and which sessions models were trained on, as sentences: each with a full stop
     * before it and none behind. Empty for older models, whose options do not have it.
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
            text.append(". Epochs of networks are chosen by MRR@20 with seen items ")
                    .append(values(networks, TrainingOptions.SELECT_BY.key()))
                    .append(
                            switch (values(networks, TrainingOptions.REFIT.key())) {
                                case "true" -> "; then they are trained again on training and validation sessions";
                                case "false" -> "; they are trained on the training sessions alone";
                                default -> "; some are then trained again on training and validation sessions";
                            });
            List<Map<String, String>> baselines = models.stream()
                    .filter(options -> options.containsKey(BaselineOptions.LEARN_FROM.key()))
                    .toList();
            if (!baselines.isEmpty()) {
                text.append(". Non-neural baselines learn from: ")
                        .append(values(baselines, BaselineOptions.LEARN_FROM.key()));
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
}
