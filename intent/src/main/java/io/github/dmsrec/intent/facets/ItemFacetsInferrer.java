package io.github.dmsrec.intent.facets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a session's intents of what is known of its items, without a call: explicit ones are the facets of the clicked
 * items, weighted by recency; latent ones are those facets of the candidates that the session's own explain best, see
 * {@link FacetWeights}. Facets are those of a folder of {@code describe}, or the values of columns: what a language model
 * says of items is to be judged against what the data say already, and against the same facets given to other items.
 */
public final class ItemFacetsInferrer implements IntentInferrer {

    /** The inferrer's name. */
    public static final String NAME = "item-facets";

    static final Option<Optional<Path>> FACETS =
            Option.optional("facets", "folder that 'describe' made", "none", OptionType.path());
    static final Option<String> NAMES = Option.text("facet-names", "which facets count, by commas; empty for all", "");
    static final Option<String> COLUMNS =
            Option.text("columns", "columns of the items in the place of facets, by commas, e.g. genres,brand", "");
    static final Option<Boolean> SHUFFLED =
            Option.flag("shuffled", "whether each item gets the facets of another one: a control", false);
    static final Option<Double> DECAY =
            Option.positive("decay", "weight of a click relative to the one after it", 0.8, 1);
    static final Option<Integer> EXPLICIT_PICKS =
            Option.integer("explicit-picks", "most facets of the clicked items", 4, 0, Integer.MAX_VALUE);
    static final Option<Integer> LATENT_PICKS =
            Option.integer("latent-picks", "most facets of the candidates", 4, 0, Integer.MAX_VALUE);
    static final Option<Integer> SEED = Option.integer("seed", "of the shuffling", 42, 0, Integer.MAX_VALUE);

    /** Its entry in the registry. */
    public static final InferrerKind KIND = new InferrerKind(
            NAME,
            "put together from facets of the clicked items and the candidates, without a call",
            InferrerKind.Source.DESCRIBED,
            new OptionSet(
                    InferrerKind.owner(NAME),
                    List.of(FACETS, NAMES, COLUMNS, SHUFFLED, DECAY, EXPLICIT_PICKS, LATENT_PICKS, SEED)),
            ItemFacetsInferrer::checked);

    private final OptionValues values;

    private ItemFacetsInferrer(OptionValues values) {
        this.values = values;
    }

    private static InferrerOptions checked(OptionValues values) {
        boolean columns = !values.get(COLUMNS).isBlank();
        if (values.get(FACETS).isPresent() == columns) {
            throw new UserMistakeException("The inferrer '" + NAME + "' needs either '" + FACETS
                    + "', a folder that 'dmsrec describe' made, or '" + COLUMNS + "', columns of the items; "
                    + (columns ? "both are given. Omit one of them." : "neither is given. Add one of them."));
        }
        return InferrerOptions.of(NAME, values, ItemFacetsInferrer::new);
    }

    @Override
    public InferrerOptions options() {
        return InferrerOptions.of(NAME, values, ItemFacetsInferrer::new);
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        Prepared prepared = prepared(setting.catalogue());
        Inference inference = Inference.rowByRow("put facets together", requests, progress, prepared::infer);
        ObjectNode facts = inference.facts();
        facts.put("items", prepared.weights.facets().items());
        facts.put("described", prepared.weights.facets().described());
        facts.put("distinctValues", prepared.weights.facets().values().size());
        Optional<Path> file = values.get(FACETS).map(FacetFolder::file);
        return file.isEmpty()
                ? inference
                : inference.keeping(new Inference.KeptFile(
                        FACETS.key(), FacetFolder.FACETS_FILE, copy -> Files.copy(file.get(), copy)));
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        Prepared prepared = prepared(setting.shared().catalogue());
        return new SessionInferrer() {
            @Override
            public Outcome infer(IntentRequest request) {
                return new Outcome(prepared.infer(request));
            }

            @Override
            public List<String> textsOf(int item) {
                return prepared.weights.facets().textsOf(item);
            }

            @Override
            public boolean namesFacets() {
                return !values.get(SHUFFLED);
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Whether the intents of a folder by this inferrer are facets of the clicked items, not of other ones.
     *
     * @param options of its manifest
     * @param prefix of the inferrer's keys there
     */
    public static boolean ofClickedItems(Map<String, String> options, String prefix) {
        return !options.getOrDefault(prefix + SHUFFLED.key(), "false").equals("true");
    }

    private Prepared prepared(Catalogue catalogue) {
        ItemFacets facets = values.get(FACETS)
                .map(path -> FacetFolder.read(path, catalogue, words(values.get(NAMES))))
                .orElseGet(() -> ItemFacets.ofColumns(catalogue, words(values.get(COLUMNS))));
        if (values.get(SHUFFLED)) {
            facets = facets.shuffled(values.get(SEED));
        }
        IntentText[] texts = facets.values().stream().map(Written::new).toArray(IntentText[]::new);
        return new Prepared(
                new FacetWeights(facets, values.get(DECAY)),
                texts,
                values.get(EXPLICIT_PICKS),
                values.get(LATENT_PICKS));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Facets that are read. Safe for use by several threads. */
    private record Prepared(FacetWeights weights, IntentText[] texts, int explicitPicks, int latentPicks) {

        InferredRow infer(IntentRequest request) {
            Map<Integer, Double> ofSession = weights.ofSession(request.session());
            Map<Integer, Double> ofCandidates =
                    weights.ofCandidates(ofSession, request.session(), request.candidates());
            List<IntentText> explicitIntents = texts(FacetWeights.heaviest(ofSession, explicitPicks));
            List<IntentText> latentIntents = texts(FacetWeights.heaviest(ofCandidates, latentPicks));
            return explicitIntents.isEmpty() && latentIntents.isEmpty()
                    ? InferredRow.without(RowStatus.NOTHING_TO_CHOOSE, "no clicked item has a facet")
                    : InferredRow.chosen(explicitIntents, latentIntents);
        }

        private List<IntentText> texts(List<Integer> numbers) {
            return numbers.stream().map(number -> texts[number]).toList();
        }
    }

    @Override
    public void close() {}
}
