package io.github.dmsrec.stage;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One artefact to make: from which inputs, with which options, and how. Commands, runs, studies and the library make
 * artefacts through the same steps. What a step would write into the manifest (its {@link Origin}: the fingerprints of its
 * inputs and every option) says whether the artefact that is there is the one that it would make, so that nothing is made
 * twice.
 *
 * @param id unique among the steps of a graph; the folder by default
 * @param label the action and its object, e.g. {@code train sr-gnn}
 * @param kind what the folder will hold
 * @param out the folder
 * @param needs the ids of the steps that make its inputs
 * @param origin what the manifest says; to be asked only when all inputs are there
 * @param maker makes it
 */
public record Step(
        String id, String label, ArtefactKind kind, Path out, Set<String> needs, OriginOf origin, Maker maker) {

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
         * @param origin as of {@link Step#origin}
         */
        ArtefactFolder make(Origin origin, Progress progress) throws IOException;
    }

    public Step {
        needs = Set.copyOf(needs);
    }

    /** A step by itself, whose id is its folder and whose inputs are there. */
    public static Step of(String label, ArtefactKind kind, Path out, OriginOf origin, Maker maker) {
        return new Step(out.toString(), label, kind, out, Set.of(), origin, maker);
    }

    /** This step as part of a graph. */
    public Step inGraph(String name, Set<String> inputs) {
        return new Step(name, label, kind, out, inputs, origin, maker);
    }

    /**
     * Why it must be made; empty if it is there as it would be made now. Its inputs must be there.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if something else is at its folder, or an input does not fit
     */
    public Optional<String> whyStale() throws IOException {
        ArtefactFolder.checkReplaceable(out, kind);
        return Provenance.whyStale(out, kind, origin.get());
    }

    /**
     * Makes it, whether it is there or not. Its inputs must be there.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if something else is at its folder, or an input does not fit
     */
    public ArtefactFolder make(Progress progress) throws IOException {
        ArtefactFolder.checkReplaceable(out, kind);
        return maker.make(origin.get(), progress);
    }

    /** As {@link #make}, unless it is there as it would be made now. */
    public ArtefactFolder ready(Progress progress) throws IOException {
        return whyStale().isEmpty() ? ArtefactFolder.open(out, kind) : make(progress);
    }

    /**
     * Trains a model without intents.
     *
     * @param encoder what encodes titles, if the options want any
     * @param begun what the manifest says, without inputs and options
     */
    public static Step model(Path out, MethodOptions options, StepData data, EncoderOptions encoder, Origin begun) {
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
    public static Step fused(
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
    public static Step refit(Path out, ArtefactFolder before, StepData data, String name, String command) {
        return of(
                "refit " + before.manifest().name(),
                ArtefactKind.MODEL,
                out,
                () -> Training.refitOrigin(before, data.folder(), name, command),
                (origin, progress) -> Training.refit(before, data.content(), origin, out, progress));
    }

    /**
     * Makes the candidates of every row.
     *
     * @param generator the model that makes them
     * @param begun what the manifest says, without inputs and options
     */
    public static Step candidates(Path out, CandidateMaker maker, StepData data, Path generator, Origin begun) {
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
    public static Step intents(Path out, IntentMaker maker, StepData data, Path candidates, Origin begun) {
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
    public static Step blend(Path out, BlendMaker maker, StepData data, Origin begun) {
        return of(
                "blend",
                ArtefactKind.MODEL,
                out,
                () -> maker.origin(begun, data.folder()),
                (origin, progress) -> maker.make(data.folder(), data.content(), origin, out, progress));
    }
}
