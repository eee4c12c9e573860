package io.github.dmsrec.stage;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.PopularityOrder;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.answers.replay.ReplayProvider;
import io.github.dmsrec.intent.asking.AskingPlan;
import io.github.dmsrec.intent.asking.Clock;
import io.github.dmsrec.intent.asking.DescribeOptions;
import io.github.dmsrec.intent.asking.ItemDescriber;
import io.github.dmsrec.intent.asking.ItemDescriber.Described;
import io.github.dmsrec.intent.asking.ItemDescriber.Descriptions;
import io.github.dmsrec.intent.asking.TokenCounter;
import io.github.dmsrec.intent.facets.FacetFolder;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.prompt.FacetTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model about each item of a data set once. The most clicked items come first, so that what there is when a
 * run is stopped serves most sessions.
 *
 * @param options how items are described
 * @param hint why a built-in template was taken that the user did not name; null if it was named
 */
public record ItemDescriptions(DescribeOptions options, @Nullable String hint) {

    /**
     * Reads the options.
     *
     * @param provider the name of an inferrer that asks, or {@code replay}, which takes the answers of an earlier run
     * @param given its options by key; without {@code answers}, answers are kept beside the facets; without
     *     {@code template}, the built-in one that fits the items
     * @param out the facets to be made
     * @throws UserMistakeException if the inferrer asks nobody, or for a mistake in its options
     */
    public static ItemDescriptions of(String provider, Map<String, String> given, Catalogue catalogue, Path out) {
        ChatProvider asks = provider.equals(ReplayProvider.NAME) ? new ReplayProvider() : asking(provider);
        Map<String, String> options = new LinkedHashMap<>(given);
        if (asks instanceof ReplayProvider && options.containsKey(ReplayProvider.FROM_KEY)) {
            options.put(
                    DescribeOptions.ANSWERS_KEY,
                    ReplayProvider.storeFolder(options.get(ReplayProvider.FROM_KEY))
                            .toString());
        }
        options.putIfAbsent(
                DescribeOptions.ANSWERS_KEY, out.resolveSibling("answers").toString());
        String hint = null;
        if (!options.containsKey(DescribeOptions.TEMPLATE_KEY)) {
            FacetTemplate.Hint fitting = FacetTemplate.Hint.of(catalogue);
            options.put(DescribeOptions.TEMPLATE_KEY, fitting.name());
            hint = "template: " + fitting.name() + ", because " + fitting.why() + "; --template names another";
        }
        return new ItemDescriptions(DescribeOptions.of(asks, options), hint);
    }

    private static ChatProvider asking(String provider) {
        return ChatProviders.find(provider)
                .orElseThrow(() -> new UserMistakeException("'" + provider
                        + "' does not ask a language model, so it cannot describe items. Choose one of "
                        + ChatProviders.all().stream().map(ChatProvider::name).collect(Collectors.joining(", "))
                        + ", or replay."));
    }

    /** Whether it takes the answers of an earlier run, and asks nobody. */
    public boolean replays() {
        return options.provider() instanceof ReplayProvider;
    }

    /** What the manifest says. */
    public Origin origin(Origin origin, ArtefactFolder dataset) {
        return origin.withInput(Provenance.DATASET, dataset)
                .withOption("inferrer", options.provider().name())
                .withOptions(IntentFolder.INFERRER_PREFIX, options.toMap());
    }

    /** What would be asked about some items. Asks nobody and writes nothing. */
    public AskingPlan plan(SessionDataset dataset, int[] items, @Nullable Path tokenizer, Progress progress) {
        try (ItemDescriber describer = describer()) {
            if (tokenizer == null) {
                return describer.plan(dataset.catalogue(), items, Optional.empty(), progress);
            }
            try (TokenCounter counter = TokenCounter.open(tokenizer)) {
                return describer.plan(dataset.catalogue(), items, Optional.of(counter), progress);
            }
        }
    }

    /** All items, the most clicked first. */
    public static int[] all(SessionDataset dataset) {
        PopularityOrder popularity = new PopularityOrder(
                dataset.sessions(Split.TRAIN), dataset.catalogue().size());
        return IntStream.range(0, dataset.catalogue().size())
                .boxed()
                .sorted((one, other) -> Integer.compare(popularity.clicks(other), popularity.clicks(one)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Some items, drawn by a seed. */
    public static int[] sample(SessionDataset dataset, int size, long seed) {
        return Arrays.stream(
                        new RandomStreams(seed).permutation(dataset.catalogue().size(), "sample of items"))
                .limit(size)
                .sorted()
                .toArray();
    }

    /** As {@link #ask}, to learn the pace: a question that fails is left to the run. */
    public void pace(SessionDataset dataset, int[] items, Progress progress) {
        try (ItemDescriber describer = new ItemDescriber(options.whateverFails(), System.getenv(), Clock.SYSTEM)) {
            describer.describe(dataset.catalogue(), items, progress);
        }
    }

    /** Asks about items and writes nothing but the store of answers. */
    public Descriptions ask(SessionDataset dataset, int[] items, Progress progress) {
        try (ItemDescriber describer = describer()) {
            return described(describer, dataset.catalogue(), items, progress);
        }
    }

    /**
     * Describes all items and writes the facets.
     *
     * @param keptOnly whether nobody is asked, and items without an answer stay without facets
     * @param origin as of {@link #origin}
     */
    public ArtefactFolder make(SessionDataset dataset, boolean keptOnly, Origin origin, Path out, Progress progress)
            throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.FACETS);
        Catalogue catalogue = dataset.catalogue();
        int[] items = all(dataset);
        try (FolderLock lock = FolderLock.take(out);
                ItemDescriber describer = describer()) {
            Descriptions descriptions = keptOnly
                    ? describer.kept(catalogue, items, progress)
                    : described(describer, catalogue, items, progress);
            if (descriptions.items().stream().allMatch(item -> item.answer() == null)) {
                throw new UserMistakeException("No item of '" + dataset.name() + "' has facets: "
                        + descriptions.items().stream()
                                .map(Described::reason)
                                .distinct()
                                .collect(Collectors.joining(", "))
                        + ". Give the items titles, or ask about them first.");
            }
            return FacetFolder.write(out, origin, catalogue, options.template(), descriptions);
        }
    }

    private Descriptions described(ItemDescriber describer, Catalogue catalogue, int[] items, Progress progress) {
        return replays()
                ? describer.replay(catalogue, items, progress)
                : describer.describe(catalogue, items, progress);
    }

    private ItemDescriber describer() {
        return new ItemDescriber(options, System.getenv(), Clock.SYSTEM);
    }

    /** Items with their facets, one line each. */
    public static List<String> lines(Catalogue catalogue, List<Described> items) {
        return items.stream()
                .map(item -> catalogue.title(item.item()) + " -> "
                        + (item.answer() == null
                                ? "(" + item.reason() + ")"
                                : item.answer().values().entrySet().stream()
                                        .map(facet -> facet.getKey() + ": " + String.join(", ", facet.getValue()))
                                        .collect(Collectors.joining("; "))))
                .toList();
    }
}
