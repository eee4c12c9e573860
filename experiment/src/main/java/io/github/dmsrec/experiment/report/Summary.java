package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.blend.BlendForm;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import io.github.dmsrec.gnn.train.Continuation;
import io.github.dmsrec.stage.BlendMaker;
import io.github.dmsrec.stage.ModelSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a new artefact holds, in a line or two. */
public final class Summary {

    /** The length of lists that exposures are compared at. */
    private static final String EXPOSED = "20";

    /** Training rows may find their target so many times as often as validation rows without a warning. */
    private static final double MUCH_MORE = 1.5;

    private Summary() {}

    /** The lines. */
    public static List<String> of(ArtefactFolder made) {
        JsonNode facts = made.manifest().facts();
        List<String> lines = new ArrayList<>();
        switch (made.manifest().kind()) {
            case MODEL -> {
                if (facts.has("bestEpoch")) {
                    String split = facts.path("selectedOn").asText();
                    String masked = SelectBy.MASKED.keyOf(split);
                    lines.add(String.format(
                            Locale.ROOT,
                            "best epoch %d of %d%s: %s MRR@20 %.2f %%, HR@20 %.2f %%; seen items masked %.2f %%, %.2f %%%s",
                            facts.path("bestEpoch").asInt(),
                            facts.path("epochs").asInt(),
                            ModelSelection.onTest(made) ? ", " + Protocol.WORDS : "",
                            split,
                            100 * facts.path(split).path("MRR@20").asDouble(),
                            100 * facts.path(split).path("HR@20").asDouble(),
                            100 * facts.path(masked).path("MRR@20").asDouble(),
                            100 * facts.path(masked).path("HR@20").asDouble(),
                            facts.has("refit") ? "; trained again on training and validation for as many epochs" : ""));
                }
                if (facts.has(BlendMaker.FACT)) {
                    lines.addAll(blended(facts.path(BlendMaker.FACT)));
                }
                if (facts.has(Continuation.FACT)) {
                    lines.add(continued(facts.path(Continuation.FACT)));
                }
                if (facts.has("bestOnTest")) {
                    lines.add(Protocol.WORDS + ", each metric by itself: "
                            + facts.path("bestOnTest").properties().stream()
                                    .map(metric -> String.format(
                                            Locale.ROOT,
                                            "%s %.2f %% (epoch %d)",
                                            metric.getKey(),
                                            100
                                                    * metric.getValue()
                                                            .path("value")
                                                            .asDouble(),
                                            metric.getValue().path("epoch").asInt()))
                                    .collect(Collectors.joining(", ")));
                }
            }
            case CANDIDATES -> {
                facts.path("exposure")
                        .properties()
                        .forEach(split -> lines.add(exposure(split.getKey(), split.getValue())));
                lines.add(exposure("train*", facts.path(CandidateFolder.TRAINING_MATCHED)));
                lines.add("           * weighed to have the prefix lengths of the validation rows");
                exposureWarning(facts, made.manifest().options()).ifPresent(lines::add);
            }
            case INTENTS ->
                lines.add(String.format(
                        Locale.ROOT,
                        "%,d rows, %.2f intents each, %.2f %% of them explicit; %,d texts encoded",
                        facts.path("rows").asInt(),
                        facts.path("picksPerRow").asDouble(),
                        100 * facts.path("explicitShare").asDouble(),
                        facts.path("texts").asInt()));
            case FACETS ->
                lines.add(String.format(
                        Locale.ROOT,
                        "%,d of %,d items described, %.2f facets each, %,d different",
                        facts.path("described").asInt(),
                        facts.path("items").asInt(),
                        facts.path("valuesPerItem").asDouble(),
                        facts.path("distinctValues").asInt()));
            case DATASET, EVALUATION, GRAPH, REPORT -> {
                // Their makers print them in full.
            }
        }
        lines.add(made.manifest().kind().label() + ": " + made.path());
        return lines;
    }

    /** What was chosen, and how each scale fared. */
    private static List<String> blended(JsonNode facts) {
        List<String> lines = new ArrayList<>();
        lines.add("scores made comparable by " + scale(facts));
        facts.path("members")
                .forEach(member -> lines.add(String.format(
                        Locale.ROOT,
                        "  weight %.3f  %s (%s)%s",
                        member.path("weight").asDouble(),
                        member.path("name").asText(),
                        member.path("method").asText(),
                        member.path("weight").asDouble() == 0 ? ", left out" : "")));
        if (facts.has("tried")) {
            lines.add(String.format(
                    Locale.ROOT,
                    "MRR@20 (session items %s) on %,d validation rows, with the weights found, with equal ones, and of each model"
                            + " alone:",
                    facts.path("selectBy").asText(),
                    facts.path("rows").asInt()));
            facts.path("tried")
                    .forEach(tried -> lines.add(String.format(
                            Locale.ROOT,
                            "  %-22s %6.2f %%  %6.2f %%  %s",
                            scale(tried),
                            100 * tried.path("mrr20").asDouble(),
                            100 * tried.path("equalWeights").asDouble(),
                            StreamSupport.stream(tried.path("alone").spliterator(), false)
                                    .map(alone -> String.format(Locale.ROOT, "%6.2f %%", 100 * alone.asDouble()))
                                    .collect(Collectors.joining("  ")))));
        }
        return lines;
    }

    private static String scale(JsonNode facts) {
        String form = facts.path("form").asText();
        return form.equals(Labels.of(BlendForm.RECIPROCAL_RANK))
                ? String.format(
                        Locale.ROOT,
                        "%s, c = %.4g",
                        form,
                        facts.path("constant").asDouble())
                : form;
    }

    private static String continued(JsonNode facts) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "went on with %,d items and %,d new ones",
                facts.path("items").asInt(),
                facts.path("newItems").asInt()));
        if (facts.has("explained")) {
            line.append(String.format(
                    Locale.ROOT,
                    ", whose titles tell %.0f %% of the variance of held-out item vectors",
                    100 * facts.path("explained").asDouble()));
        }
        if (facts.path("unclicked").asInt() > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    "; %,d items that no training session clicks have the vector that %s",
                    facts.path("unclicked").asInt(),
                    facts.has("explained") ? "their titles tell" : "is the mean of the others"));
        }
        return line.toString();
    }

    private static String exposure(String rows, JsonNode exposure) {
        List<String> shares = new ArrayList<>();
        exposure.path("recall")
                .properties()
                .forEach(recall -> shares.add(String.format(
                        Locale.ROOT,
                        "%.2f %% in the first %s",
                        100 * recall.getValue().asDouble(),
                        recall.getKey())));
        return String.format(
                Locale.ROOT,
                "%-10s target %s, MRR@20 %.2f %%",
                rows,
                String.join(", ", shares),
                100 * exposure.path("mrr20").asDouble());
    }

    /** The specification, section 11.5: lists of learned rows hold the target far more often than any list in use will. */
    private static Optional<String> exposureWarning(JsonNode facts, Map<String, String> options) {
        double training = facts.path(CandidateFolder.TRAINING_MATCHED)
                .path("recall")
                .path(EXPOSED)
                .asDouble();
        double validation = facts.path("exposure")
                .path(Split.VALIDATION.label())
                .path("recall")
                .path(EXPOSED)
                .asDouble();
        if (validation == 0 || training <= MUCH_MORE * validation) {
            return Optional.empty();
        }
        boolean inSample = options.getOrDefault("cross-fit", "0").equals("0");
        return Optional.of(String.format(
                Locale.ROOT,
                "warning: training rows find their target among the first %s candidates %.1f times as often as"
                        + " validation rows of the same length, so a fused model learns to trust intents more than is"
                        + " warranted.%s",
                EXPOSED,
                training / validation,
                inSample ? " Use --cross-fit 5." : ""));
    }
}
