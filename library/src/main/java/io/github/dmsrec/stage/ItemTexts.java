package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.TitleVectors;
import io.github.dmsrec.intent.encode.CacheFolder;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.facets.FacetFolder;
import io.github.dmsrec.intent.facets.ItemFacets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The title vectors that the training option {@code item-text} puts into the item table. They are kept in the model, which
 * recommends without the encoder; its manifest names the encoder.
 *
 * @param vectors one per item; empty if titles do not enter the item table
 * @param origin of the model, with the choices of the encoder
 */
public record ItemTexts(Optional<IntentVectors> vectors, Origin origin) {

    /** The key of {@link EncoderOptions#toText} in manifests. */
    static final String ENCODER_FOLDER = IntentFolder.ENCODER;

    private static final String IDENTITY = TextEncoder.OPTION_PREFIX + "identity";

    /** Whether titles enter the item table, to stay or to start from. */
    static boolean wanted(TrainingOptions options) {
        return options.itemText() != TrainingOptions.ItemText.NONE;
    }

    /** The columns that are encoded behind the title, in the order of the option. */
    static List<String> columns(TrainingOptions options) {
        return options.values()
                .get(TrainingOptions.ITEM_TEXT_COLUMNS)
                .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
                .orElse(List.of());
    }

    /** As {@link #texts(Catalogue, List)} with the columns that options name, and the facets of the folder that they name. */
    static List<String> texts(Catalogue catalogue, TrainingOptions options) {
        List<String> texts = texts(catalogue, columns(options));
        Path folder = options.values().get(TrainingOptions.ITEM_TEXT_FACETS).orElse(null);
        if (folder == null) {
            return texts;
        }
        ItemFacets facets = FacetFolder.read(folder, catalogue, List.of());
        return IntStream.range(0, texts.size())
                .mapToObj(item -> Stream.concat(Stream.of(texts.get(item)), facets.textsOf(item).stream())
                        .filter(text -> !text.isBlank())
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    /**
     * What is encoded of each item: the title, and the values of columns behind it, with commas between them.
     *
     * @param columns names; an item that lacks one is encoded without
     * @throws UserMistakeException if no item has one of the columns
     */
    static List<String> texts(Catalogue catalogue, List<String> columns) {
        Set<String> known = new TreeSet<>();
        if (!columns.isEmpty()) {
            catalogue.items().forEach(item -> known.addAll(item.attributes().keySet()));
        }
        for (String column : columns) {
            if (!known.contains(column)) {
                throw new UserMistakeException("item-text-columns names '" + column + "', but "
                        + (known.isEmpty()
                                ? "no item has a text column: import the data set with --text."
                                : "the items have the columns " + String.join(", ", known) + "."));
            }
        }
        return catalogue.items().stream()
                .map(item -> Stream.concat(
                                Stream.of(item.title()),
                                columns.stream()
                                        .map(column -> item.attributes().getOrDefault(column, ""))
                                        .map(value -> value.replace("|", ", ")))
                        .filter(text -> !text.isBlank())
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    /**
     * What enters the item table of the encoder's vectors: reduced, of unit length and of the size of random starts, as the
     * options want it.
     *
     * @param raw the encoder's vectors, zero for an item without text
     * @throws UserMistakeException if the options want a length that the vectors cannot have
     */
    static IntentVectors prepared(IntentVectors raw, TrainingOptions options) {
        int size = size(raw.dimension(), options);
        IntentVectors vectors =
                switch (options.values().get(TrainingOptions.ITEM_TEXT_REDUCTION)) {
                    case NONE -> raw;
                    case PCA -> TextReduction.reduced(raw, size, false);
                    case WHITEN -> TextReduction.reduced(raw, size, true);
                };
        if (options.values().get(TrainingOptions.ITEM_TEXT_NORMALISATION)
                == TrainingOptions.ItemTextNormalisation.UNIT) {
            vectors = TextReduction.ofUnitLength(vectors);
        }
        return options.itemText() == TrainingOptions.ItemText.INIT
                ? TextReduction.ofComponents(vectors, 1 / Math.sqrt(3.0 * options.dimension()))
                : vectors;
    }

    /**
     * Refuses options that want what an encoder cannot give, before it is opened, as far as its vectors are known then.
     *
     * @throws UserMistakeException if they want a length that its vectors cannot have
     */
    public static void check(TrainingOptions options, EncoderOptions encoder) {
        if (wanted(options) && encoder.source() instanceof EncoderOptions.Source.BuiltIn) {
            size(EncoderOptions.BUILT_IN_DIMENSION, options);
        }
    }

    private static int size(int raw, TrainingOptions options) {
        boolean reduced =
                options.values().get(TrainingOptions.ITEM_TEXT_REDUCTION) != TrainingOptions.ItemTextReduction.NONE;
        int given = options.values().get(TrainingOptions.ITEM_TEXT_SIZE);
        int dimension = options.dimension();
        int size =
                switch (options.itemText()) {
                    case NONE -> raw;
                    case ADD -> given > 0 ? given : reduced ? Math.min(raw, dimension) : raw;
                    case CONCAT -> given > 0 ? given : dimension / 2;
                    case INIT -> given > 0 ? given : dimension;
                };
        if (size > raw) {
            throw new UserMistakeException(
                    "item-text is to have " + size + " numbers for each item, but the encoder gives " + raw
                            + ": at most " + raw + " are possible. Change item-text-size or dimension.");
        }
        if (!reduced && size != raw) {
            throw new UserMistakeException(
                    "item-text is to have " + size + " numbers for each item, but the encoder gives " + raw
                            + ". Add item-text-reduction=whiten or item-text-reduction=pca.");
        }
        return size;
    }

    /** The encoder with the cache of vectors in front of it. */
    public static TextEncoder open(EncoderOptions encoder, int threads) {
        return encoder.open(threads, CacheFolder.resolve(Optional.empty(), System.getenv()));
    }

    /** From an encoder, if the options want them. */
    static ItemTexts encoded(
            SessionDataset dataset, TrainingOptions options, EncoderOptions encoder, Origin origin, Progress progress) {
        if (!wanted(options)) {
            return new ItemTexts(Optional.empty(), origin);
        }
        try (TextEncoder textEncoder = open(encoder, origin.threads())) {
            size(textEncoder.dimension(), options);
            List<String> texts = texts(dataset.catalogue(), options);
            IntentVectors raw = TitleVectors.encode(dataset.name(), texts, textEncoder, progress)
                    .vectors();
            return new ItemTexts(Optional.of(prepared(raw, options)), textEncoder.recordIn(origin));
        }
    }

    /** The encoder that a model's manifest names; the built-in one if it names none. */
    static EncoderOptions encoderOf(ArtefactFolder model) {
        return EncoderOptions.ofText(model.manifest().options().getOrDefault(ENCODER_FOLDER, EncoderOptions.BUILT_IN));
    }

    /**
     * As those of a model, for one that is trained like it.
     *
     * @throws UserMistakeException if the model's encoder is not what it was
     */
    static ItemTexts like(
            ArtefactFolder model, SessionDataset dataset, TrainingOptions options, Origin origin, Progress progress) {
        Map<String, String> recorded = model.manifest().options();
        EncoderOptions encoder = encoderOf(model);
        ItemTexts texts = encoded(dataset, options, encoder, origin, progress);
        String was = recorded.getOrDefault(IDENTITY, "none");
        String is = texts.origin().options().getOrDefault(IDENTITY, "none");
        if (wanted(options) && !was.equals(is)) {
            throw new UserMistakeException(
                    "The encoder of '" + model.path() + "' had the identity " + was + ", but '" + encoder.toText()
                            + "' has " + is + ".",
                    "Train the model again: the encoder's files were replaced.");
        }
        return texts;
    }
}
