package io.github.dmsrec.app.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.app.report.Protocol;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a fresh artefact tells in a line or two. */
public final class Summary {

    private Summary() {}

    /** The lines. */
    public static List<String> of(ArtefactFolder made) {
        JsonNode facts = made.manifest().facts();
        List<String> lines = new ArrayList<>();
        switch (made.manifest().kind()) {
            case MODEL -> {
                if (facts.has("bestEpoch")) {
                    String split = facts.path("selectedOn").asText();
                    lines.add(String.format(
                            Locale.ROOT,
                            "best epoch %d of %d%s: %s MRR@20 %.2f %%, HR@20 %.2f %%",
                            facts.path("bestEpoch").asInt(),
                            facts.path("epochs").asInt(),
                            ModelSelection.onTest(made) ? ", " + Protocol.WORDS : "",
                            split,
                            100 * facts.path(split).path("MRR@20").asDouble(),
                            100 * facts.path(split).path("HR@20").asDouble()));
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
            case CANDIDATES ->
                facts.path("exposure").properties().forEach(split -> {
                    List<String> shares = new ArrayList<>();
                    split.getValue()
                            .path("recall")
                            .properties()
                            .forEach(recall -> shares.add(String.format(
                                    Locale.ROOT,
                                    "%.2f %% in the first %s",
                                    100 * recall.getValue().asDouble(),
                                    recall.getKey())));
                    lines.add(String.format(Locale.ROOT, "%-10s target %s", split.getKey(), String.join(", ", shares)));
                });
            case INTENTS ->
                lines.add(String.format(
                        Locale.ROOT,
                        "%,d rows, %.2f intents each, %.2f %% of them explicit; %,d texts encoded",
                        facts.path("rows").asInt(),
                        facts.path("picksPerRow").asDouble(),
                        100 * facts.path("explicitShare").asDouble(),
                        facts.path("texts").asInt()));
            case DATASET, EVALUATION, REPORT -> {
                // Their commands print them in full.
            }
        }
        lines.add(made.manifest().kind().label() + ": " + made.path());
        return lines;
    }
}
