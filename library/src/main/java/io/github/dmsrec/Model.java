package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.recommend.CandidateFormat;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.Methods;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trained model in a folder, which holds all that it needs: it may be copied and moved. Immutable and safe for use by
 * several threads. To recommend, {@link #open()} it.
 */
public final class Model implements Evaluable {

    private final ArtefactFolder folder;
    private final Settings settings;

    Model(ArtefactFolder folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * A model that was trained earlier.
     *
     * @param path the folder
     * @return the model
     * @throws InvalidInputException if there is none
     */
    public static Model load(Path path) {
        return new Model(
                ExceptionTranslation.call(() -> ArtefactFolder.open(path, ArtefactKind.MODEL)),
                Settings.ofThisMachine());
    }

    /** The name of its folder, as tables have it. */
    @Override
    public String name() {
        return folder.manifest().name();
    }

    /** {@return the name of its method, e.g. {@code "sr-gnn"}} */
    public String method() {
        return ExceptionTranslation.call(() -> Methods.of(folder).name());
    }

    /** {@return whether it was trained with intents} */
    public boolean isFused() {
        return folder.manifest().facts().path("fused").asBoolean();
    }

    /** {@return every option that was in force when it was trained, by key} */
    public Map<String, String> options() {
        return folder.manifest().options();
    }

    /** {@return where it is} */
    public Path path() {
        return folder.path();
    }

    /**
     * Copies it into a folder, where it stays; one that was trained without a place of its own is deleted when its
     * {@link Dmsrec} is closed.
     *
     * @param path the folder; another model that is there is replaced
     * @return the model in that folder
     * @throws InvalidInputException if something else is there
     */
    public Model save(Path path) {
        return new Model(SavedFolder.copy(folder, path), settings);
    }

    /**
     * The best items of every row of a data set, with those of the session's clicks among them.
     *
     * @param dataset that it was trained on
     * @param k how many items for each row; fewer where the catalogue is smaller
     * @return the candidates, in the work folder until they are saved
     * @throws InvalidInputException if it is a fused model, or was trained on another data set
     */
    public Candidates candidates(Dataset dataset, int k) {
        return ExceptionTranslation.call(() -> {
            Path out = settings.work().next("candidates");
            CandidateMaker maker = new CandidateMaker(
                    Targets.AS_IMPORTED, k, SessionItems.KEEP, 0, CandidateFormat.PARQUET, settings.memoryBytes());
            return new Candidates(maker.make(
                    dataset.content(),
                    folder,
                    maker.origin(settings.origin(out), dataset.content(), dataset.folder(), folder),
                    out,
                    settings.progress()));
        });
    }

    /**
     * Loads all that it needs to recommend. A fused model infers the intents of new sessions as its training did.
     *
     * @return to be closed
     * @throws InvalidInputException if a file of the model, or what its intents need, is missing or broken
     */
    public LiveRecommender open() {
        return open(LiveOptions.USUAL);
    }

    /**
     * Loads all that it needs to recommend.
     *
     * @param options where intents come from, and which new items there are
     * @return to be closed
     * @throws InvalidInputException if a file of the model, or what its intents need, is missing or broken
     */
    public LiveRecommender open(LiveOptions options) {
        return ExceptionTranslation.call(() -> LiveRecommender.open(folder.path(), options));
    }

    /**
     * Recommends for every session of a file. Memory stays bounded however many sessions there are; the answers do not depend
     * on the number of threads.
     *
     * @param sessions external ids: rows of a session and an item, in click order and with the clicks of a session together, in
     *     {@code .csv} or {@code .tsv} with a header; objects like {@code {"session": "a", "items": ["x", 2]}} in
     *     {@code .jsonl} or {@code .ndjson}; either in {@code .parquet}. Text may be compressed, with {@code .gz} at the end
     * @param out the file to write, whole or not at all: {@code .tsv}, {@code .jsonl}, {@code .ndjson} or {@code .parquet},
     *     with the columns session, items and scores (best first), unknown (how many clicks the model does not know) and
     *     fallback (named where it knows none)
     * @param options what is wanted
     * @return how many sessions there were, and what was unknown
     * @throws InvalidInputException if the sessions are malformed, one has more than {@link LiveRecommender#MOST_CLICKS}
     *     clicks, the output cannot be written or cannot hold an id, or the model is missing or broken
     */
    public PredictionSummary predict(Path sessions, Path out, PredictionOptions options) {
        return ExceptionTranslation.call(() -> SessionPredictions.write(folder.path(), sessions, out, options));
    }

    /**
     * Loads all that it needs to recommend as {@link #predict} does, for programs that read and write sessions themselves.
     *
     * @param options what is wanted; columns and progress do not matter here
     * @return to be closed
     * @throws InvalidInputException if a file of the model, or what its intents need, is missing or broken
     */
    public SessionPredictor openPredictor(PredictionOptions options) {
        return ExceptionTranslation.call(() -> SessionPredictor.open(folder.path(), options));
    }

    ArtefactFolder folder() {
        return folder;
    }

    @Override
    public String toString() {
        return "model '" + name() + "' in " + path();
    }
}
