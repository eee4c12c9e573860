package io.github.dmsrec.live;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.blend.Blend;
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
import java.util.Collections;
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

    /** What scores with each member of a blend; none for any other model. They do not own their models. */
    private final List<LiveScorer> members;

    /** Counted when an explanation is first asked for. */
    private final AtomicReference<@Nullable Successors> successors = new AtomicReference<>();

    private LiveScorer(OpenModel model, @Nullable Fusion fusion, List<LiveScorer> members) {
        this.model = model;
        this.fusion = fusion;
        this.members = List.copyOf(members);
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
            return of(model, threads, intents);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static LiveScorer of(OpenModel model, int threads, @Nullable LiveSource intents) {
        if (!model.isFused() || intents == null) {
            return new LiveScorer(model, null, List.of());
        }
        if (model.blend() == null) {
            return new LiveScorer(model, fusion(model, threads, intents), List.of());
        }
        List<LiveScorer> members = new ArrayList<>();
        try {
            for (OpenModel member : model.members()) {
                members.add(of(member, threads, intents));
            }
            return new LiveScorer(model, null, members);
        } catch (RuntimeException e) {
            members.forEach(LiveScorer::closeFusion);
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

    /** What fuses intents: of this model, or of the first member of a blend that takes any; null without intents. */
    private @Nullable Fusion anyFusion() {
        if (fusion != null) {
            return fusion;
        }
        for (LiveScorer member : members) {
            if (member.fusion != null) {
                return member.fusion;
            }
        }
        return null;
    }

    /**
     * The vectors of the items' titles, item by item, and of other texts, of the intents that {@link Prepared} shows; null
     * without intents.
     */
    public @Nullable IntentVectors titleVectors() {
        Fusion any = anyFusion();
        return any == null ? null : any.intents().vectors();
    }

    /** What infers the intents that {@link Prepared} shows; null if none are inferred. */
    public @Nullable String inferrer() {
        Fusion any = anyFusion();
        return any == null ? null : any.intents().inferrer();
    }

    /** What the inferrer of {@link Prepared}'s intents knows of an item beside its title; empty without. */
    public List<String> textsOf(int item) {
        Fusion any = anyFusion();
        return any == null ? List.of() : any.intents().textsOf(item);
    }

    /** Whether the explicit intents of {@link Prepared} are facets of the clicked items. */
    public boolean namesFacets() {
        Fusion any = anyFusion();
        return any != null && any.intents().namesFacets();
    }

    /** Whether a language model is asked for intents. */
    public boolean asksEndpoint() {
        return (fusion != null && fusion.intents().asks()) || members.stream().anyMatch(LiveScorer::asksEndpoint);
    }

    /** Makes what scores many sessions with the intents of one. */
    @FunctionalInterface
    private interface Repeated {

        /**
         * A recommender.
         *
         * @param row whose intents count
         * @param rows how many sessions it will score
         */
        Recommender of(int row, int rows);
    }

    /** What scores some sessions, and with which intents. */
    public static final class Prepared {

        private final Recommender recommender;
        private final @Nullable List<SessionIntents> intents;
        private final Repeated repeated;

        private Prepared(Recommender recommender, @Nullable List<SessionIntents> intents, Repeated repeated) {
            this.recommender = recommender;
            this.intents = intents;
            this.repeated = repeated;
        }

        /** Scores the rows that were given, no others. */
        public Recommender recommender() {
            return recommender;
        }

        /** The intents of a row; null if none reach the scores. Of a blend, those of the first member that takes any. */
        public @Nullable SessionIntents intentsOf(int row) {
            return intents == null ? null : intents.get(row);
        }

        /**
         * Scores other sessions with the intents of a row.
         *
         * @param row whose intents count
         * @param rows how many sessions it will score
         */
        public Recommender repeated(int row, int rows) {
            return repeated.of(row, rows);
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
        Blend blend = model.blend();
        if (withIntents && blend != null && !members.isEmpty()) {
            return prepare(blend, sessions);
        }
        if (fusion == null || !withIntents) {
            return new Prepared(model.recommender(), null, (row, rows) -> model.recommender());
        }
        CandidateLists candidates = CandidateSearch.search(
                fusion.generator().recommender(),
                sessions,
                fusion.candidates(),
                fusion.sessionItems(),
                CandidateMaker.USUAL_MEMORY,
                Progress.Stage.NONE);
        List<SessionIntents> intents = new ArrayList<>();
        float @Nullable [][] vectors = fusion.intents().wantsSessionVectors()
                ? fusion.generator()
                        .network()
                        .map(network -> network.sessionVectors(sessions, 0, sessions.size()))
                        .orElse(null)
                : null;
        for (int row = 0; row < sessions.size(); row++) {
            intents.add(fusion.intents()
                    .infer(sessions.items(row), candidates.items(row), vectors == null ? null : vectors[row]));
        }
        return new Prepared(
                withIntents(intents), intents, (row, rows) -> withIntents(Collections.nCopies(rows, intents.get(row))));
    }

    private Prepared prepare(Blend blend, Prefixes sessions) {
        List<Prepared> prepared =
                members.stream().map(member -> member.prepare(sessions, true)).toList();
        List<SessionIntents> shown = null;
        for (Prepared ofMember : prepared) {
            shown = shown == null ? ofMember.intents : shown;
        }
        return new Prepared(
                blend.of(prepared.stream().map(Prepared::recommender).toList()),
                shown,
                (row, rows) -> blend.of(prepared.stream()
                        .map(ofMember -> ofMember.repeated(row, rows))
                        .toList()));
    }

    private Recommender withIntents(List<SessionIntents> intents) {
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
        return model.network().orElseThrow().withIntents(new IntentVectors(dimension, vectors), rows.build());
    }

    private static int[] shifted(int[] texts, int by) {
        int[] shifted = texts.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += by;
        }
        return shifted;
    }

    private void closeFusion() {
        if (fusion != null) {
            fusion.intents().close();
            fusion.generator().close();
        }
        members.forEach(LiveScorer::closeFusion);
    }

    @Override
    public void close() {
        closeFusion();
        model.close();
    }
}
