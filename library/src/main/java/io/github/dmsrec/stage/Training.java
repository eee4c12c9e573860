package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.backbone.GceGnn;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.Trainer;
import io.github.dmsrec.gnn.train.TrainingData;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.TitleVectors;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Trains models. A fused model's folder carries a copy of its intents and of the model that made its candidates, so that
 * it recommends without anything else.
 */
public final class Training {

    /** The folder, inside a fused model, of the model that makes its candidates. */
    public static final String GENERATOR_FOLDER = "generator";

    /** The folder, inside a fused model, of its intents. */
    public static final String INTENTS_FOLDER = "intents";

    private Training() {}

    /**
     * What the manifest of a base model says.
     *
     * @param encoder what encodes titles, if the options want any
     * @throws UserMistakeException if the options want what the encoder cannot give, as far as that is known before it is
     *     opened
     */
    public static Origin baseOrigin(
            Origin origin, ArtefactFolder dataset, TrainingOptions options, EncoderOptions encoder) {
        Origin complete = optionsOrigin(origin, dataset, options);
        if (!ItemTexts.wanted(options)) {
            return complete;
        }
        ItemTexts.check(options, encoder);
        Path facets = options.values().get(TrainingOptions.ITEM_TEXT_FACETS).orElse(null);
        Origin withFacets = facets == null
                ? complete
                : Provenance.withInput(complete, Provenance.FACETS, facets, ArtefactKind.FACETS);
        return withFacets.withOption(ItemTexts.ENCODER_FOLDER, encoder.toText());
    }

    /** With the data set among the inputs, a graph that was made ahead, and every choice. */
    static Origin optionsOrigin(Origin origin, ArtefactFolder dataset, TrainingOptions options) {
        Origin complete = origin.withInput(Provenance.DATASET, dataset).withOptions(options.toMap());
        Path path = graphOf(options);
        if (path == null) {
            return complete;
        }
        ArtefactFolder graph = ArtefactFolder.open(path, ArtefactKind.GRAPH);
        Provenance.requireMadeFrom(graph, Provenance.DATASET, dataset);
        if (options.refit()) {
            throw new UserMistakeException(
                    "global-graph names one graph, but refit=true learns from the training sessions first and from"
                            + " those of validation, too, later.",
                    "Omit global-graph, so that each training counts its own, or omit refit.");
        }
        return complete.withInput(Provenance.GRAPH, graph);
    }

    private static @Nullable Path graphOf(TrainingOptions options) {
        return Backbones.kind(options.backbone()).usesGlobalGraph()
                ? options.values().get(GceGnn.GLOBAL_GRAPH).orElse(null)
                : null;
    }

    /** The options for other sessions than those of the data set, whose graph is not theirs. */
    static TrainingOptions withoutGraph(TrainingOptions options) {
        return graphOf(options) == null ? options : options.with(Map.of(GceGnn.GLOBAL_GRAPH.key(), "none"));
    }

    /** What the manifest of a fused model says. */
    public static Origin fusedOrigin(
            Origin origin,
            ArtefactFolder dataset,
            ArtefactFolder intents,
            ArtefactFolder generator,
            TrainingOptions options) {
        Origin complete = optionsOrigin(origin, dataset, options)
                .withInput(Provenance.INTENTS, intents)
                .withInput(Provenance.GENERATOR, generator);
        if (ItemTexts.wanted(options)) {
            for (Map.Entry<String, String> option : intents.manifest().options().entrySet()) {
                if (option.getKey().equals(ItemTexts.ENCODER_FOLDER)
                        || option.getKey().startsWith(TextEncoder.OPTION_PREFIX)) {
                    complete = complete.withOption(option.getKey(), option.getValue());
                }
            }
        }
        return complete;
    }

    /**
     * Trains a backbone alone.
     *
     * @param encoder what encodes titles, if the options want any
     * @param origin as of {@link #baseOrigin}
     */
    public static ArtefactFolder base(
            SessionDataset dataset,
            TrainingOptions options,
            EncoderOptions encoder,
            Origin origin,
            Path out,
            Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            ItemTexts texts = ItemTexts.encoded(dataset, options, encoder, origin, progress);
            TrainingData data = TrainingData.of(dataset).withItemTexts(texts.vectors());
            return Trainer.train(data, options, Map.of(), texts.origin(), out, progress);
        }
    }

    /**
     * As {@link #base}, but no longer than there is time.
     *
     * @param options without {@code refit}
     * @param origin as of {@link #baseOrigin}
     * @param timeIsUp asked after every step
     * @return the model with the best epoch until then; empty if none was finished
     */
    public static Optional<ArtefactFolder> baseWithin(
            SessionDataset dataset,
            TrainingOptions options,
            EncoderOptions encoder,
            Origin origin,
            Path out,
            Progress progress,
            BooleanSupplier timeIsUp)
            throws IOException {
        ItemTexts texts = ItemTexts.encoded(dataset, options, encoder, origin, progress);
        TrainingData data = TrainingData.of(dataset).withItemTexts(texts.vectors());
        return Trainer.trainWithin(data, options, texts.origin(), out, progress, timeIsUp);
    }

    /**
     * What the manifest of a model says that {@link #refit} makes.
     *
     * @param before a network without intents that has not learned the validation sessions
     * @param datasetFolder the data set that it was trained on
     * @param name of the new model
     * @param command what was asked for
     * @throws UserMistakeException if the model is another, or was trained on another data set
     */
    public static Origin refitOrigin(ArtefactFolder before, ArtefactFolder datasetFolder, String name, String command) {
        Manifest manifest = before.manifest();
        return baseOrigin(
                        Origin.of(name, command, manifest.seed(), manifest.threads()),
                        datasetFolder,
                        refitOptions(before, datasetFolder),
                        ItemTexts.encoderOf(before))
                .withInput(Provenance.BEFORE, before);
    }

    /**
     * Trains a network again on the training and the validation sessions, with the options, seed, threads and encoder of its
     * manifest, for as many epochs as validation chose: what {@code refit=true} does after a training, with the model of before
     * kept.
     *
     * @param before a network without intents that has not learned the validation sessions
     * @param dataset the content of the data set that it was trained on
     * @param origin as of {@link #refitOrigin}
     * @throws UserMistakeException if the model's encoder is not what it was
     */
    public static ArtefactFolder refit(
            ArtefactFolder before, SessionDataset dataset, Origin origin, Path out, Progress progress)
            throws IOException {
        TrainingOptions options = TrainingOptions.read(origin.options(), Manifest.FORMAT_VERSION);
        ItemTexts texts = ItemTexts.like(before, dataset, options, origin, progress);
        TrainingData data = TrainingData.of(dataset).withItemTexts(texts.vectors());
        return Trainer.refitWithin(before, data, options, texts.origin(), out, progress, () -> false)
                .orElseThrow(() -> new IllegalStateException("a refit without a limit of time has ended early"));
    }

    private static TrainingOptions refitOptions(ArtefactFolder before, ArtefactFolder datasetFolder) {
        Manifest manifest = before.manifest();
        Method method = Methods.of(before);
        Path path = before.path();
        if (!method.capabilities().epochs()) {
            throw new UserMistakeException("'" + path + "' is a model of " + method.name()
                    + ", which has no epochs: it learns from the validation sessions unless learn-from=train"
                    + " is given.");
        }
        if (manifest.input(Provenance.INTENTS).isPresent()) {
            throw new UserMistakeException(
                    "'" + path + "' is fused with intents. Train it with --intents and --set refit=true instead.");
        }
        TrainingOptions options = TrainingOptions.read(manifest.options(), manifest.formatVersion());
        if (options.refit() || options.selection() == TrainingOptions.Selection.TEST) {
            throw new UserMistakeException("'" + path + "' has learned from the validation sessions already.");
        }
        if (manifest.input(Provenance.FROM).isPresent()) {
            throw new UserMistakeException("'" + path
                    + "' continues another model. Continue from that one with --from and --set refit=true instead.");
        }
        Manifest.Input trained = manifest.input(Provenance.DATASET).orElse(null);
        if (trained == null || !datasetFolder.isOf(trained)) {
            throw new UserMistakeException("'" + path + "' was trained on "
                    + (trained == null ? "an unknown data set" : "'" + trained.path() + "'") + ", not on '"
                    + datasetFolder.path() + "'. Give that data set.");
        }
        return options.with(Map.of(TrainingOptions.REFIT.key(), "true"));
    }

    /**
     * Trains a base model again on the training and the validation sessions, as {@link Trainer#refitWithin} says.
     *
     * @param before the model that validation has chosen the epoch of
     * @param options those of {@code before}, with {@code refit}
     * @param origin as of {@link #baseOrigin}
     * @param timeIsUp asked after every step
     * @return the model; empty if time was up before its last epoch
     */
    public static Optional<ArtefactFolder> refitWithin(
            ArtefactFolder before,
            SessionDataset dataset,
            TrainingOptions options,
            EncoderOptions encoder,
            Origin origin,
            Path out,
            Progress progress,
            BooleanSupplier timeIsUp)
            throws IOException {
        ItemTexts texts = ItemTexts.encoded(dataset, options, encoder, origin, progress);
        TrainingData data = TrainingData.of(dataset).withItemTexts(texts.vectors());
        return Trainer.refitWithin(before, data, options, texts.origin(), out, progress, timeIsUp);
    }

    /**
     * Trains for as long as it is wanted and makes no model of it, as {@link Trainer#trainWhile} says. No test row is looked
     * at.
     *
     * @param dataset as imported
     * @param intents of the rows that the options make training targets; null for a base model
     * @param encoder what encodes titles, if the options want any and there are no intents
     * @param state where the state is kept
     * @param goesOn whether another epoch is wanted after those of a history
     * @return the history
     */
    public static ArrayNode trial(
            SessionDataset dataset,
            @Nullable ArtefactFolder intents,
            TrainingOptions options,
            EncoderOptions encoder,
            Origin origin,
            Path state,
            Predicate<ArrayNode> goesOn,
            Progress progress)
            throws IOException {
        TrainingData data = intents == null
                ? TrainingData.of(dataset)
                        .withItemTexts(ItemTexts.encoded(dataset, options, encoder, origin, progress)
                                .vectors())
                : fusedData(dataset, intents, options);
        return Trainer.trainWhile(data.withoutTest(), options, origin, state, goesOn, progress);
    }

    /**
     * Trains a backbone with intents. Title vectors, if the options want any, are those of the intents, which have no other
     * columns.
     *
     * @param dataset as imported
     * @param intents of the rows that the options make training targets
     * @param generator the model that made the candidates of the intents
     * @param origin as of {@link #fusedOrigin}
     */
    public static ArtefactFolder fused(
            SessionDataset dataset,
            ArtefactFolder intents,
            ArtefactFolder generator,
            TrainingOptions options,
            Origin origin,
            Path out,
            Progress progress)
            throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
        generator.requireIntact();
        TrainingData data = fusedData(dataset, intents, options);
        Map<String, Path> attachments = new LinkedHashMap<>();
        attachments.put(GENERATOR_FOLDER, generator.path());
        attachments.put(INTENTS_FOLDER, intents.path());
        return Trainer.train(data, options, attachments, origin, out, progress);
    }

    private static TrainingData fusedData(SessionDataset dataset, ArtefactFolder intents, TrainingOptions options) {
        intents.requireIntact();
        Targets targets = options.targets();
        TargetsOption.require(
                intents, dataset, targets, "the training of " + options.backbone(), "--set " + TargetsOption.KEY + "=");
        IntentTable table = IntentFolder.read(intents.path(), dataset.withTrainingTargets(targets));
        if (ItemTexts.wanted(options) && !ItemTexts.columns(options).isEmpty()) {
            throw new UserMistakeException(
                    "item-text-columns is given with intents, whose vectors are those of titles alone.",
                    "Omit item-text-columns, or train without intents and blend both models.");
        }
        if (ItemTexts.wanted(options)
                && options.values().get(TrainingOptions.ITEM_TEXT_FACETS).isPresent()) {
            throw new UserMistakeException("item-text-facets is given with intents, whose vectors are those of titles"
                    + " alone. Omit item-text-facets, or train without intents and blend both models.");
        }
        Optional<IntentVectors> titles = ItemTexts.wanted(options)
                ? Optional.of(ItemTexts.prepared(TitleVectors.of(dataset, table), options))
                : Optional.empty();
        return TrainingData.of(dataset).withIntents(table).withItemTexts(titles);
    }

    /**
     * The model that made the candidates of given intents: the one named, or else the one that the manifests lead to.
     *
     * @throws UserMistakeException if it is not there any more, or is another one
     */
    public static ArtefactFolder generator(ArtefactFolder intents, Optional<Path> named) {
        Manifest.Input candidates =
                intents.manifest().input(Provenance.CANDIDATES).orElse(null);
        ArtefactFolder candidatesFolder = candidates == null ? null : intents.find(candidates);
        Manifest.Input recorded = candidatesFolder == null
                ? null
                : candidatesFolder.manifest().input(Provenance.GENERATOR).orElse(null);
        ArtefactFolder generator = named.map(path -> ArtefactFolder.open(path, ArtefactKind.MODEL))
                .orElseGet(() -> recordedGenerator(intents, candidates, candidatesFolder, recorded));
        if (recorded != null && !generator.isOf(recorded)) {
            throw new UserMistakeException(
                    "the candidates of '" + intents.path() + "' were made by the model '" + recorded.path()
                            + "' with another fingerprint than '" + generator.path() + "' has.",
                    "Make candidates and intents again, too: the model was trained again since.");
        }
        return generator;
    }

    private static ArtefactFolder recordedGenerator(
            ArtefactFolder intents,
            Manifest.@Nullable Input candidates,
            @Nullable ArtefactFolder candidatesFolder,
            Manifest.@Nullable Input recorded) {
        ArtefactFolder found = candidatesFolder == null || recorded == null ? null : candidatesFolder.find(recorded);
        if (found != null) {
            return ArtefactFolder.open(found.path(), ArtefactKind.MODEL);
        }
        String missing = candidatesFolder == null ? pathOf(candidates) : pathOf(recorded);
        throw new UserMistakeException(
                "'" + intents.path() + "' does not lead to the model that made its candidates"
                        + (missing.isEmpty() ? "." : ": '" + missing + "' is not there any more."),
                "Name that model with --generator.");
    }

    private static String pathOf(Manifest.@Nullable Input input) {
        return input == null ? "" : input.path();
    }
}
