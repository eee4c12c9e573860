package io.github.dmsrec.stage;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One artefact to make: from which inputs, with which options, and how. What it would write into the manifest (its
 * {@link Origin}: the fingerprints of its inputs and every option) says whether the artefact that is there is the one that it
 * would make.
 *
 * @param id unique among the steps of a graph; the folder by default
 * @param label the action and its object, e.g. {@code train sr-gnn}
 * @param kind what the folder will hold
 * @param out the folder
 * @param needs the ids of the steps that make its inputs
 * @param origin what the manifest says; to be asked only when all inputs are there
 * @param maker makes it
 */
public record ArtefactStep(
        String id, String label, ArtefactKind kind, Path out, Set<String> needs, OriginOf origin, Maker maker)
        implements Step {

    /** Finds what the manifest says, from inputs that are there. */
    @FunctionalInterface
    public interface OriginOf {
        Origin get() throws IOException;
    }

    /** Makes the artefact. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes it.
         *
         * @param origin as of {@link ArtefactStep#origin}
         */
        void make(Origin origin, Progress progress) throws IOException;
    }

    public ArtefactStep {
        needs = Set.copyOf(needs);
    }

    /** A step by itself, whose id is its folder and whose inputs are there. */
    public static ArtefactStep of(String label, ArtefactKind kind, Path out, OriginOf origin, Maker maker) {
        return new ArtefactStep(out.toString(), label, kind, out, Set.of(), origin, maker);
    }

    /**
     * A step whose options follow from what steps before it have found.
     *
     * @param found the step with its options; asked only when all inputs are there
     */
    public static ArtefactStep later(String label, ArtefactKind kind, Path out, Supplier<ArtefactStep> found) {
        return of(label, kind, out, () -> found.get().origin().get(), (origin, progress) -> found.get()
                .maker()
                .make(origin, progress));
    }

    @Override
    public ArtefactStep inGraph(String name, Set<String> inputs) {
        return new ArtefactStep(name, label, kind, out, inputs, origin, maker);
    }

    @Override
    public boolean isThere() {
        return Files.exists(out);
    }

    @Override
    public Optional<String> whyStale() throws IOException {
        ArtefactFolder.checkReplaceable(out, kind);
        return Provenance.whyStale(out, kind, origin.get());
    }

    @Override
    public void make(Progress progress) throws IOException {
        ArtefactFolder.checkReplaceable(out, kind);
        maker.make(origin.get(), progress);
    }

    /** As {@link #make}, and opens it. */
    public ArtefactFolder remade(Progress progress) throws IOException {
        make(progress);
        return ArtefactFolder.open(out, kind);
    }

    /** As {@link #remade}, but makes it only unless it is there as it would be made now. */
    public ArtefactFolder ready(Progress progress) throws IOException {
        return whyStale().isEmpty() ? ArtefactFolder.open(out, kind) : remade(progress);
    }

    /** Manifests do not say what making took as a whole. */
    @Override
    public OptionalDouble recordedSeconds() {
        return OptionalDouble.empty();
    }

    /**
     * Trains a model without intents.
     *
     * @param encoder what encodes titles, if the options want any
     * @param begun what the manifest says, without inputs and options
     */
    public static ArtefactStep model(
            Path out, MethodOptions options, StepData data, EncoderOptions encoder, Origin begun) {
        Method method = options.method();
        return of(
                (method.capabilities().counts() ? "learn " : "train ") + method.name(),
                ArtefactKind.MODEL,
                out,
                () -> method.origin(options, new Method.Data(data.folder(), data.content(), encoder), begun),
                (origin, progress) -> method.train(
                        options, new Method.Data(data.folder(), data.content(), encoder), begun, out, progress));
    }

    /**
     * Trains a model with intents.
     *
     * @param intents of the rows that the options make training targets
     * @param generator the model that made the candidates of the intents
     * @param begun what the manifest says, without inputs and options
     */
    public static ArtefactStep fused(
            Path out, TrainingOptions options, StepData data, Path intents, Path generator, Origin begun) {
        return of(
                "train " + options.backbone() + "+intents",
                ArtefactKind.MODEL,
                out,
                () -> Training.fusedOrigin(
                        begun,
                        data.folder(),
                        ArtefactFolder.open(intents, ArtefactKind.INTENTS),
                        ArtefactFolder.open(generator, ArtefactKind.MODEL),
                        options),
                (origin, progress) -> Training.fused(
                        data.content(),
                        ArtefactFolder.open(intents, ArtefactKind.INTENTS),
                        ArtefactFolder.open(generator, ArtefactKind.MODEL),
                        options,
                        origin,
                        out,
                        progress));
    }

    /**
     * Trains a network again on the training and the validation sessions, see {@link Training#refit}.
     *
     * @param before the model of the training before
     * @param name of the new model
     * @param command what was asked for
     */
    public static ArtefactStep refit(Path out, ArtefactFolder before, StepData data, String name, String command) {
        return of(
                "refit " + before.manifest().name(),
                ArtefactKind.MODEL,
                out,
                () -> Training.refitOrigin(before, data.folder(), name, command),
                (origin, progress) -> Training.refit(before, data.content(), origin, out, progress));
    }

    /**
     * Trains a network without intents for as long as there is time, see {@link Training#baseWithin}.
     *
     * @param encoder what encodes titles, if the options want any
     * @param begun what the manifest says, without inputs and options
     * @param timeIsUp asked after every step of the training
     */
    public static ArtefactStep modelWithin(
            Path out,
            TrainingOptions options,
            StepData data,
            EncoderOptions encoder,
            Origin begun,
            BooleanSupplier timeIsUp) {
        return of(
                "train " + options.backbone(),
                ArtefactKind.MODEL,
                out,
                () -> Training.baseOrigin(begun, data.folder(), options, encoder),
                (origin, progress) ->
                        Training.baseWithin(data.content(), options, encoder, origin, out, progress, timeIsUp));
    }

    /**
     * Trains a network again on the training and the validation sessions if there is time for all of it, see
     * {@link Training#refitWithin}.
     *
     * @param before the model of the training before
     * @param options with {@code refit}
     * @param encoder what encodes titles, if the options want any
     * @param begun what the manifest says, without inputs and options
     * @param timeIsUp asked after every step of the training
     */
    public static ArtefactStep refitWithin(
            Path out,
            Path before,
            TrainingOptions options,
            StepData data,
            EncoderOptions encoder,
            Origin begun,
            BooleanSupplier timeIsUp) {
        return of(
                "refit " + options.backbone(),
                ArtefactKind.MODEL,
                out,
                () -> Training.baseOrigin(begun, data.folder(), options, encoder)
                        .withInput(Provenance.BEFORE, ArtefactFolder.open(before, ArtefactKind.MODEL)),
                (origin, progress) -> Training.refitWithin(
                        ArtefactFolder.open(before, ArtefactKind.MODEL),
                        data.content(),
                        options,
                        encoder,
                        origin,
                        out,
                        progress,
                        timeIsUp));
    }

    /**
     * Makes the candidates of every row.
     *
     * @param generator the model that makes them
     * @param begun what the manifest says, without inputs and options
     */
    public static ArtefactStep candidates(Path out, CandidateMaker maker, StepData data, Path generator, Origin begun) {
        return of(
                "candidates",
                ArtefactKind.CANDIDATES,
                out,
                () -> maker.origin(
                        begun, data.content(), data.folder(), ArtefactFolder.open(generator, ArtefactKind.MODEL)),
                (origin, progress) -> maker.make(
                        data.content(), ArtefactFolder.open(generator, ArtefactKind.MODEL), origin, out, progress));
    }

    /**
     * Infers and encodes the intents of every row.
     *
     * @param candidates of the rows
     * @param begun what the manifest says, without inputs and options
     */
    public static ArtefactStep intents(Path out, IntentMaker maker, StepData data, Path candidates, Origin begun) {
        return of(
                "infer and encode intents",
                ArtefactKind.INTENTS,
                out,
                () -> maker.origin(
                        begun, data.content(), data.folder(), ArtefactFolder.open(candidates, ArtefactKind.CANDIDATES)),
                (origin, progress) -> maker.make(
                        data.content(),
                        ArtefactFolder.open(candidates, ArtefactKind.CANDIDATES),
                        origin,
                        out,
                        progress));
    }

    /**
     * Blends models.
     *
     * @param begun what the manifest says, without inputs and options
     */
    public static ArtefactStep blend(Path out, BlendMaker maker, StepData data, Origin begun) {
        return of(
                "blend",
                ArtefactKind.MODEL,
                out,
                () -> maker.origin(begun, data.folder()),
                (origin, progress) -> maker.make(data.folder(), data.content(), origin, out, progress));
    }
}
