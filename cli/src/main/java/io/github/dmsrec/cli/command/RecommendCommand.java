package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.LiveSource;
import io.github.dmsrec.stage.Recommendation;
import io.github.dmsrec.stage.Recommendations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Recommends items for a session. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = "recommend",
        description = {
            "Recommend items for a session of item ids, oldest click first.",
            "An unknown id is skipped with a warning; a session of unknown ids alone gets popular items and says so."
                + " Items of the session compete like all others, as in the evaluation with session items ranked;"
                + " --exclude-session-items leaves them out. A fused model makes candidates with the base model that"
                + " it carries and infers the session's intents as in its training."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec recommend --model quickstart-work/sr-gnn-intents --session 1001,1005,1009 -k 5"
        })
final class RecommendCommand extends ComputingTask {

    @Option(names = "--model", required = true, paramLabel = "M", description = "A model, base or fused.")
    private Path model = Path.of("");

    @Option(
            names = "--session",
            required = true,
            split = ",",
            paramLabel = "ID",
            description = "The ids of the clicked items, oldest first.")
    private List<String> session = new ArrayList<>();

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            defaultValue = "20",
            description = "How many items (default: ${DEFAULT-VALUE}).")
    private int k;

    @Option(names = "--exclude-session-items", description = "Leave out items of the session.")
    private boolean excludeSessionItems;

    @Option(names = "--no-intents", description = "Score a fused model as for a session without any intent.")
    private boolean withoutIntents;

    @Option(
            names = "--inferrer",
            paramLabel = "NAME",
            completionCandidates = InferrerNames.class,
            description = "What infers the intents of the session (default: what the model was trained with). One of"
                    + " ${COMPLETION-CANDIDATES}.")
    private Optional<String> inferrer = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option of the inferrer that differs from the model's training, e.g."
                    + " base-url=http://localhost:8000/v1; may be given several times.")
    private Map<String, String> others = new LinkedHashMap<>();

    RecommendCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<String> ids =
                session.stream().map(String::strip).filter(id -> !id.isEmpty()).toList();
        if (ids.isEmpty()) {
            throw new UserMistakeException("--session names no item.", "ids like 1001,1005 were meant.");
        }
        if (k < 1) {
            throw new UserMistakeException("-k is " + k + ".", "a number from 1 up was meant.");
        }
        LiveSource source = new LiveSource(inferrer.orElse(null), others);
        Recommendation found =
                Recommendations.of(model, ids, k, excludeSessionItems, !withoutIntents, source, run.threads());
        List<String> warnings = new ArrayList<>();
        found.skipped().forEach(id -> warnings.add("the model knows no item '" + id + "'; it is skipped."));
        if (found.popular()) {
            warnings.add("no item of the session is known, so popular items are recommended.");
        }
        if (found.note() != null) {
            warnings.add("intents: " + found.note() + ".");
        }
        warnings.forEach(console::warn);
        print(json(found, warnings), lines(found));
        return 0;
    }

    private static ObjectNode json(Recommendation found, List<String> warnings) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode session = json.putArray("session");
        Arrays.stream(found.session()).forEach(item -> addId(session, found.catalogue(), item));
        ArrayNode items = json.putArray("items");
        for (int rank = 0; rank < found.items().length; rank++) {
            ObjectNode item = items.addObject();
            int index = found.items()[rank];
            if (found.catalogue().hasIntegerIds()) {
                item.put("id", Long.parseLong(found.catalogue().id(index)));
            } else {
                item.put("id", found.catalogue().id(index));
            }
            item.put("title", found.catalogue().title(index)).put("score", found.scores()[rank]);
        }
        if (found.popular()) {
            json.put("fallback", "pop");
        }
        if (!found.explicit().isEmpty() || !found.latent().isEmpty()) {
            json.set(
                    "intents",
                    JSON.createObjectNode()
                            .<ObjectNode>set("explicit", JSON.valueToTree(found.explicit()))
                            .set("latent", JSON.valueToTree(found.latent())));
        }
        json.set("skipped", JSON.valueToTree(found.skipped()));
        json.set("warnings", JSON.valueToTree(warnings));
        return json;
    }

    private static void addId(ArrayNode ids, Catalogue catalogue, int item) {
        if (catalogue.hasIntegerIds()) {
            ids.add(Long.parseLong(catalogue.id(item)));
        } else {
            ids.add(catalogue.id(item));
        }
    }

    private static List<String> lines(Recommendation found) {
        List<String> lines = new ArrayList<>();
        lines.add("session:");
        for (int item : found.session()) {
            lines.add(
                    "  " + found.catalogue().id(item) + "  " + found.catalogue().title(item));
        }
        if (!found.explicit().isEmpty() || !found.latent().isEmpty()) {
            lines.add("explicit intents: " + String.join("; ", found.explicit()));
            lines.add("latent intents:   " + String.join("; ", found.latent()));
        }
        lines.add(found.popular() ? "popular items:" : "recommended:");
        for (int rank = 0; rank < found.items().length; rank++) {
            int item = found.items()[rank];
            lines.add(String.format(
                    Locale.ROOT,
                    "  %2d. %-10s %-50s %9.4f",
                    rank + 1,
                    found.catalogue().id(item),
                    found.catalogue().title(item),
                    found.scores()[rank]));
        }
        return lines;
    }
}
