package io.github.dmsrec.live;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.CandidateSearch;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.intent.LiveIntents;
import io.github.dmsrec.intent.LiveSource;
import io.github.dmsrec.intent.SessionIntents;
import io.github.dmsrec.stage.CandidateMaker;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.OpenModel;
import io.github.dmsrec.stage.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A model with all that it needs to score sessions of no data set: a fused one with the model that makes its candidates and
 * with what infers its intents. Everything is loaded once. Safe for use by several threads, until it is closed.
 */
public final class LiveScorer implements AutoCloseable {

    /** What a fused model needs beside its weights. */
    private record Fusion(OpenModel generator, int candidates, SessionItems sessionItems, LiveIntents intents) {}

    private final OpenModel model;
    private final @Nullable Fusion fusion;

    /** Counted when an explanation is first asked for. */
    private final AtomicReference<@Nullable Successors> successors = new AtomicReference<>();

    private LiveScorer(OpenModel model, @Nullable Fusion fusion) {
        this.model = model;
        this.fusion = fusion;
    }

    /**
     * Opens a model.
     *
     * @param path a model folder
     * @param threads of the tensor engine, for the whole process; 1 where several threads call
     * @param intents what infers the intents of new sessions for a fused model; null if none shall be inferred
     * @throws UserMistakeException if there is no model, or something that it needs is missing or broken
     */
    public static LiveScorer open(Path path, int threads, @Nullable LiveSource intents) {
        OpenModel model = OpenModel.open(path, threads);
        try {
            if (!model.isFused() || intents == null) {
                return new LiveScorer(model, null);
            }
            return new LiveScorer(model, fusion(model, threads, intents));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Fusion fusion(OpenModel model, int threads, LiveSource source) {
        Path path = model.folder().path();
        Path intentsPath = path.resolve(Training.INTENTS_FOLDER);
        Map<String, String> options = ArtefactFolder.open(intentsPath, ArtefactKind.INTENTS)
                .manifest()
                .options();
        String k = options.getOrDefault(IntentMaker.CANDIDATES_PREFIX + "k", "");
        if (!k.matches("[0-9]{1,6}")) {
            throw new UserMistakeException(
                    "The intents in '" + intentsPath
                            + "' do not say from how many candidates they were chosen, so none can be inferred for a new session."
                            + " Score without intents ('--no-intents'), or infer the intents again with this version and train again.");
        }
        String sessionItems = options.getOrDefault(IntentMaker.CANDIDATES_PREFIX + "session-items", "");
        OpenModel generator = OpenModel.open(path.resolve(Training.GENERATOR_FOLDER), threads);
        try {
            return new Fusion(
                    generator,
                    Integer.parseInt(k),
                    sessionItems.equals(SessionItems.EXCLUDE.label()) ? SessionItems.EXCLUDE : SessionItems.KEEP,
                    LiveIntents.open(intentsPath, model.catalogue(), source));
        } catch (RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    /** The model. */
    public OpenModel model() {
        return model;
    }

    /**
     * Offers all items to a ranking, each with the number of its clicks in the sessions that the model has learned from: what
     * is recommended where the model knows no item of a session.
     *
     * @param ranking has begun
     */
    public void rankByPopularity(Ranking ranking) {
        long[] clicks = model.popularity();
        for (int item = 0; item < clicks.length; item++) {
            ranking.offer(item, (float) clicks[item]);
        }
    }

    /** What followed what in the sessions that the model has learned from; null if that is not known. */
    public @Nullable Successors successors() {
        @Nullable Successors counted = successors.get();
        if (counted == null) {
            counted = model.successors().get();
            successors.set(counted);
        }
        return counted;
    }

    /** The vectors of the items' titles, item by item, and of other texts; null without intents. */
    public @Nullable IntentVectors titleVectors() {
        return fusion == null ? null : fusion.intents().vectors();
    }

    /** What infers intents; null if none are inferred. */
    public @Nullable String inferrer() {
        return fusion == null ? null : fusion.intents().inferrer();
    }

    /** Whether a language model is asked for intents. */
    public boolean asksEndpoint() {
        return fusion != null && fusion.intents().asks();
    }

    /**
     * What scores some sessions, and with which intents.
     *
     * @param recommender scores the rows that were given, no others
     * @param intents of each row; null if none reach the scores
     */
    public record Prepared(Recommender recommender, @Nullable List<SessionIntents> intents) {

        /** The intents of a row; null if none reach the scores. */
        public @Nullable SessionIntents intentsOf(int row) {
            return intents == null ? null : intents.get(row);
        }
    }

    /**
     * Prepares the scoring of sessions: infers their intents, if the model takes any.
     *
     * @param sessions rows of catalogue indices, each of at least one click
     * @param withIntents whether a fused model gets intents
     * @throws UserMistakeException if an endpoint is asked and gives no usable answer
     */
    public Prepared prepare(Prefixes sessions, boolean withIntents) {
        if (fusion == null || !withIntents) {
            return new Prepared(model.recommender(), null);
        }
        CandidateLists candidates = CandidateSearch.search(
                fusion.generator().recommender(),
                sessions,
                fusion.candidates(),
                fusion.sessionItems(),
                CandidateMaker.USUAL_MEMORY,
                Progress.Stage.NONE);
        List<SessionIntents> intents = new ArrayList<>();
        for (int row = 0; row < sessions.size(); row++) {
            intents.add(fusion.intents().infer(sessions.items(row), candidates.items(row)));
        }
        return new Prepared(withIntents(intents), intents);
    }

    /**
     * What scores sessions with given intents.
     *
     * @param intents of the rows to be scored, in order
     * @throws IllegalStateException for a model that takes no intents
     */
    public Recommender withIntents(List<SessionIntents> intents) {
        int dimension = intents.get(0).vectors().dimension();
        int count = 0;
        for (SessionIntents row : intents) {
            count += row.vectors().count();
        }
        float[] vectors = new float[count * dimension];
        IntentRows.Builder rows = new IntentRows.Builder();
        int at = 0;
        for (SessionIntents row : intents) {
            float[] values = row.vectors().values();
            System.arraycopy(values, 0, vectors, at * dimension, values.length);
            rows.add(shifted(row.row().explicitTexts(), at), shifted(row.row().latentTexts(), at));
            at += row.vectors().count();
        }
        return model.network()
                .orElseThrow(() -> new IllegalStateException("'" + model.name() + "' takes no intents"))
                .withIntents(new IntentVectors(dimension, vectors), rows.build());
    }

    private static int[] shifted(int[] texts, int by) {
        int[] shifted = texts.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += by;
        }
        return shifted;
    }

    @Override
    public void close() {
        if (fusion != null) {
            fusion.intents().close();
            fusion.generator().close();
        }
        model.close();
    }
}
