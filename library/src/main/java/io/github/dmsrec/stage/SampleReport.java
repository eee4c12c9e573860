package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of asking about some rows.
 *
 * @param rows how many
 * @param answered how many of them have intents
 * @param failures how many failed for which reason
 * @param explicitPicks what was chosen that had been clicked
 * @param latentPicks what was chosen that had not
 * @param facts what the inferrer counted
 */
public record SampleReport(
        int rows, int answered, Map<String, Integer> failures, long explicitPicks, long latentPicks, ObjectNode facts) {

    static SampleReport of(Inference inference) {
        int answered = 0;
        long explicitPicks = 0;
        long latentPicks = 0;
        Map<String, Integer> failures = new TreeMap<>();
        for (InferredRow row : inference.rows()) {
            if (row.status() == RowStatus.ANSWERED) {
                answered++;
                explicitPicks += row.explicitIntents().size();
                latentPicks += row.latentIntents().size();
            } else {
                failures.merge(row.reason(), 1, Integer::sum);
            }
        }
        return new SampleReport(
                inference.rows().size(), answered, failures, explicitPicks, latentPicks, inference.facts());
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "rows answered     %,d of %,d", answered, rows));
        failures.forEach(
                (reason, count) -> lines.add(String.format(Locale.ROOT, "  without         %,d: %s", count, reason)));
        if (answered > 0) {
            lines.add(String.format(
                    Locale.ROOT, "picks a row       %.2f", (double) (explicitPicks + latentPicks) / answered));
            lines.add(String.format(
                    Locale.ROOT,
                    "clicked before    %.1f %% of the picks",
                    100.0 * explicitPicks / Math.max(1, explicitPicks + latentPicks)));
        }
        lines.add(String.format(
                Locale.ROOT,
                "tokens            %,d in, %,d out",
                facts.at("/tokens/prompt").asLong(),
                facts.at("/tokens/completion").asLong()));
        if (facts.has("cost")) {
            lines.add(String.format(
                    Locale.ROOT, "cost              %.4f", facts.path("cost").asDouble()));
        }
        return lines;
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode json = facts.deepCopy();
        json.put("rows", rows).put("answered", answered);
        json.put("explicitPicks", explicitPicks).put("latentPicks", latentPicks);
        ObjectNode reasons = json.putObject("failuresByReason");
        failures.forEach(reasons::put);
        return json;
    }
}
