package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import io.github.dmsrec.Dataset;
import io.github.dmsrec.Explanation;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.LiveOptions;
import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Model;
import io.github.dmsrec.Recommendation;
import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.Recommendations;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recommends items for a session. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = "recommend",
        description = {
            "Recommend items for a session of item ids, oldest click first.",
            "Items of the session are left out unless --seen-items rank says otherwise. An unknown id is skipped with a"
                    + " warning; a session of unknown ids alone gets popular items and says so. A fused model makes candidates"
                    + " with the base model that it carries and infers the session's intents as in its training."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec recommend --model quickstart-work/sr-gnn-intents --session 1001,1005,1009 -k 5"
        })
final class RecommendCommand extends ComputingTask {

    /** Longer titles are cut in text; JSON has them whole. */
    private static final int LONGEST_TITLE = 120;

    @Option(names = "--model", required = true, paramLabel = "M", description = "A model, base or fused.")
    private Path model = Path.of("");

    @Mixin
    private final SessionFlags session = new SessionFlags();

    @Option(
            names = {"-k", "--k"},
            paramLabel = "K",
            defaultValue = "20",
            description = "How many items at most (default: ${DEFAULT-VALUE}).")
    private int k;

    @Mixin
    private final SeenItemsFlag seenItems = new SeenItemsFlag();

    @Option(names = "--exclude", split = ",", paramLabel = "ID", description = "Items that must not be recommended.")
    private Set<String> exclude = new LinkedHashSet<>();

    @Option(
            names = "--include",
            split = ",",
            paramLabel = "ID",
            description = "The only items that may be recommended.")
    private Set<String> include = new LinkedHashSet<>();

    @Mixin
    private final ItemFilterFlag filter = new ItemFilterFlag();

    @Option(
            names = "--explain",
            description =
                    "Say why each item is recommended: which clicks raise its score, how often it followed them in"
                            + " training, how many similar sessions hold it, and which intents lie near it.")
    private boolean explain;

    @Option(
            names = "--items",
            paramLabel = "DATASET",
            description = "A newer data set: its items that the model does not know are scored through their titles.")
    private Optional<Path> items = Optional.empty();

    @Mixin
    private final LiveIntentsFlags intents = new LiveIntentsFlags();

    RecommendCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        RecommendationRequest request = request();
        LiveOptions options = LiveOptions.USUAL.threads(run.threads());
        Inferrer inferrer = intents.inferrer(model);
        if (inferrer != null) {
            options = options.intentsFrom(inferrer);
        }
        if (!intents.wanted()) {
            options = options.withoutIntents();
        }
        if (items.isPresent()) {
            options = options.itemsOf(Dataset.open(items.get()));
        }
        try (LiveRecommender recommender = Model.load(model).open(options)) {
            Recommendations found = recommender.recommend(request);
            List<String> warnings = warnings(found);
            warnings.forEach(console::warn);
            print(json(found, warnings, request.seenItems(), recommender.hasIntegerIds()), lines(found, request));
        }
        return 0;
    }

    private RecommendationRequest request() throws IOException {
        RecommendationRequest request = RecommendationRequest.of(session.ids())
                .k(k)
                .seenItems(seenItems.value(SeenItems.MASKED))
                .excluding(exclude)
                .filter(filter.value());
        if (!include.isEmpty()) {
            request = request.including(include);
        }
        return explain ? request.explained() : request;
    }

    private static List<String> warnings(Recommendations found) {
        List<String> warnings = new ArrayList<>();
        found.unknown()
                .forEach(id -> warnings.add("the model knows no item '" + SafeText.line(id) + "'; it is skipped."));
        if (found.fallback() != null) {
            warnings.add("no item of the session is known, so popular items are recommended.");
        }
        if (found.intents() != null && found.intents().note() != null) {
            warnings.add("intents: " + found.intents().note() + ".");
        }
        if (found.emptiedBy() != null) {
            warnings.add("nothing is recommended: " + found.emptiedBy() + ".");
        }
        return warnings;
    }

    private static ObjectNode json(
            Recommendations found, List<String> warnings, SeenItems seenItems, boolean integerIds) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode session = json.putArray("session");
        found.session().forEach(item -> session.add(id(item.id(), integerIds)));
        ArrayNode items = json.putArray("items");
        for (Recommendation item : found) {
            ObjectNode node = items.addObject();
            node.set("id", id(item.id(), integerIds));
            node.put("title", item.title()).put("score", item.score());
            if (!item.columns().isEmpty()) {
                node.set("columns", JSON.valueToTree(item.columns()));
            }
            if (item.because() != null) {
                node.set("because", because(item.because(), integerIds));
            }
        }
        json.put("seenItems", SeenItemsFlag.word(seenItems));
        if (found.fallback() != null) {
            json.put("fallback", found.fallback());
        }
        if (found.intents() != null) {
            ObjectNode intents = json.putObject("intents");
            intents.set("explicit", JSON.valueToTree(found.intents().explicit()));
            intents.set("latent", JSON.valueToTree(found.intents().latent()));
            intents.put("inferrer", found.intents().inferrer());
            if (found.intents().note() != null) {
                intents.put("note", found.intents().note());
            }
        }
        json.set("skipped", JSON.valueToTree(found.unknown()));
        json.set("warnings", JSON.valueToTree(warnings));
        return json;
    }

    private static ValueNode id(String id, boolean integerIds) {
        return integerIds ? JSON.getNodeFactory().numberNode(Long.parseLong(id)) : TextNode.valueOf(id);
    }

    private static ObjectNode because(Explanation because, boolean integerIds) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode clicks = json.putArray("clicks");
        for (Explanation.ClickShare click : because.clicks()) {
            ObjectNode node = clicks.addObject();
            node.set("id", id(click.id(), integerIds));
            node.put("share", click.share());
        }
        if (because.followed() != null) {
            json.put("followed", because.followed());
        }
        if (because.neighbours() != null) {
            json.put("neighbours", because.neighbours());
        }
        json.set("intents", JSON.valueToTree(because.intents()));
        json.set("lookedAt", JSON.valueToTree(because.lookedAt()));
        if (!because.members().isEmpty()) {
            ArrayNode members = json.putArray("members");
            because.members()
                    .forEach(member ->
                            members.addObject().put("name", member.name()).put("share", member.share()));
        }
        return json;
    }

    private static List<String> lines(Recommendations found, RecommendationRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add("session:");
        found.session()
                .forEach(item -> lines.add("  " + SafeText.line(item.id()) + "  " + SafeText.line(item.title())));
        if (found.intents() != null) {
            lines.add("intents by " + found.intents().inferrer() + ":");
            lines.add("  explicit: " + SafeText.joined(found.intents().explicit(), "; "));
            lines.add("  latent:   " + SafeText.joined(found.intents().latent(), "; "));
        }
        lines.add(found.fallback() == null ? "recommended:" : "popular items:");
        int rank = 1;
        for (Recommendation item : found) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %2d. %-10s %-50s %9.4f",
                    rank++,
                    SafeText.line(item.id()),
                    shortened(SafeText.line(item.title())),
                    item.score()));
            if (item.because() != null) {
                lines.addAll(reasons(item.because()));
            }
        }
        lines.add(SeenItemsFlag.sentence(request.seenItems()));
        return lines;
    }

    private static String shortened(String title) {
        return title.codePointCount(0, title.length()) <= LONGEST_TITLE
                ? title
                : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE - 3)) + "...";
    }

    private static List<String> reasons(Explanation because) {
        List<String> reasons = new ArrayList<>();
        if (!because.clicks().isEmpty()) {
            reasons.add("clicks: "
                    + because.clicks().stream()
                            .map(click -> SafeText.line(click.id())
                                    + String.format(Locale.ROOT, " (%.0f %%)", 100 * click.share()))
                            .collect(Collectors.joining(", ")));
        }
        if (because.followed() != null) {
            int times = because.followed();
            reasons.add(
                    switch (times) {
                        case 0 -> "never followed them in training";
                        case 1 -> "followed them once in training";
                        default -> String.format(Locale.ROOT, "followed them %,d times in training", times);
                    });
        }
        if (because.neighbours() != null) {
            reasons.add(String.format(Locale.ROOT, "in %,d similar sessions", because.neighbours()));
        }
        if (!because.members().isEmpty()) {
            reasons.add("models: "
                    + because.members().stream()
                            .map(member -> SafeText.line(member.name())
                                    + String.format(Locale.ROOT, " (%.0f %%)", 100 * member.share()))
                            .collect(Collectors.joining(", ")));
        }
        if (!because.lookedAt().isEmpty()) {
            reasons.add("because you looked at: " + SafeText.joined(because.lookedAt(), ", "));
        }
        List<String> near = because.intents().stream()
                .filter(text -> !because.lookedAt().contains(text))
                .toList();
        if (!near.isEmpty()) {
            reasons.add("intents: " + SafeText.joined(near, "; "));
        }
        return reasons.stream().map(reason -> "        " + reason).toList();
    }
}
