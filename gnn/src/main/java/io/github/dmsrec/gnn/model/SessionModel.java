package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.Rescoring;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.Encoding;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.HalfRows;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.IntentSource;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A trained model as a recommender. A base model scores as it is; a fused one through {@link #withIntents} or, if that is
 * asked for, {@link #withoutIntents}. Holds native memory until closed.
 *
 * <p>A loaded model is safe for any number of threads at once, and so are the recommenders that it makes: its parameters do
 * not change, and what follows from them is computed once. Closing waits for calls that are at work; later ones are
 * refused. A view of parameters that are being trained is for the thread that trains them.
 */
public final class SessionModel implements Recommender, AutoCloseable {

    /** Sessions per pass: enough for the BLAS to be busy, few enough for the tensors of a pass to stay small. */
    private static final int SESSIONS_PER_PASS = 512;

    /** From so many items on, reading the item vectors takes most of a call, and shorter ones save more than they cost. */
    private static final int MANY_ITEMS = 100_000;

    private final ModelFolder.Description description;
    private final SessionNetwork network;
    private final Parameters parameters;
    private final boolean ownsParameters;
    private final @Nullable Successors successors;

    private final ItemScan scan = new ItemScan();

    /** Held for reading while a pass runs, for writing while the model is closed. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private final ScratchPool<float[]> rows;
    private boolean closed;

    private SessionModel(
            ModelFolder.Description description,
            SessionNetwork network,
            Parameters parameters,
            boolean ownsParameters,
            @Nullable Successors successors) {
        this.description = description;
        this.network = network;
        this.parameters = parameters;
        this.ownsParameters = ownsParameters;
        this.successors = successors;
        this.rows = new ScratchPool<>(() -> new float[catalogueSize()]);
    }

    /**
     * Loads a model.
     *
     * @param path a model folder
     * @param threads the engine's threads for each pass, for the whole process; 1 where several threads score a session each
     * @throws io.github.dmsrec.core.UserMistakeException if there is none, or it is broken
     */
    public static SessionModel load(Path path, int threads) {
        Engine.configure(threads);
        ModelFolder.Contents contents = ModelFolder.read(path);
        SessionNetwork network = contents.network();
        Parameters parameters = Weights.frozen(network.parameters(), contents.weights(), contents.weightsPath());
        return new SessionModel(contents.description(), network, parameters, true, contents.successors());
    }

    /** A view of parameters that are still being trained. */
    public static SessionModel of(ModelFolder.Description description, SessionNetwork network, Parameters parameters) {
        return new SessionModel(description, network, parameters, false, null);
    }

    @Override
    public String name() {
        return options().backbone() + (isFused() ? "+intents" : "");
    }

    @Override
    public int catalogueSize() {
        return description.catalogue().size();
    }

    /** The items that it scores. */
    public Catalogue catalogue() {
        return description.catalogue();
    }

    /** The clicks of each item in the training sessions. */
    public long[] popularity() {
        return description.popularity().clone();
    }

    /** What followed what in the training sessions; null if the model was written by a version that did not keep it. */
    public @Nullable Successors successors() {
        return successors;
    }

    /** Whether it takes intents. */
    public boolean isFused() {
        return network.isFused();
    }

    /** How it was trained. */
    public TrainingOptions options() {
        return description.options();
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] scores) {
        requireBase();
        score(prefixes, from, to, scores, rows -> Optional.empty());
    }

    private void requireBase() {
        if (isFused()) {
            throw new IllegalStateException(
                    "a fused model scores with intents: use withIntents, or withoutIntents if that is meant");
        }
    }

    @Override
    public @Nullable Rescoring scoreNearly(Prefixes prefixes, int from, int to, float[] scores) {
        requireBase();
        return scoreNearly(prefixes, from, to, scores, rows -> Optional.empty());
    }

    @Override
    public float[] scoresOf(Prefixes prefixes, int from, int to, int... items) {
        requireBase();
        return scoresOf(prefixes, from, to, items, rows -> Optional.empty());
    }

    @Override
    public void rank(Prefixes prefixes, int row, Ranking ranking) {
        rank(prefixes, row, ranking, this);
    }

    /** The scores of a row are made in an array that is kept. */
    private void rank(Prefixes prefixes, int row, Ranking ranking, Recommender scorer) {
        rows.with(scores -> {
            scorer.score(prefixes, row, row + 1, scores);
            ranking.offerAll(scores, 0, scores.length, isZeroUnknown());
        });
    }

    /**
     * This fused model with the intents of certain rows; the rows to be scored must be those. A model of a control arm
     * makes of them what its arm does.
     *
     * @param vectors one vector per text
     * @param intents the intents of each row
     */
    public Recommender withIntents(IntentVectors vectors, IntentRows intents) {
        int expected = intentDimension();
        if (vectors.dimension() != expected) {
            throw new IllegalArgumentException("the model was trained with intent vectors of dimension " + expected
                    + ", but these have " + vectors.dimension());
        }
        return new Fused(
                OptionalInt.of(intents.size()),
                IntentSource.of(options().fusion(expected).control(), vectors, intents));
    }

    /** This fused model for sessions without any intent. */
    public Recommender withoutIntents() {
        int dimension = intentDimension();
        return new Fused(OptionalInt.empty(), IntentSource.none(dimension));
    }

    private int intentDimension() {
        return description
                .intentDimension()
                .orElseThrow(() -> new IllegalStateException("a base model takes no intents"));
    }

    /** Finds the intents of rows, if the model takes any. */
    private interface OptionalIntentSource {
        Optional<IntentBatch> of(int[] rows);
    }

    private final class Fused implements Recommender {

        private final OptionalInt rowsWithIntents;
        private final IntentSource source;

        Fused(OptionalInt rowsWithIntents, IntentSource source) {
            this.rowsWithIntents = rowsWithIntents;
            this.source = source;
        }

        @Override
        public String name() {
            return SessionModel.this.name();
        }

        @Override
        public int catalogueSize() {
            return SessionModel.this.catalogueSize();
        }

        @Override
        public void score(Prefixes prefixes, int from, int to, float[] scores) {
            requireIntents(to);
            SessionModel.this.score(prefixes, from, to, scores, rows -> Optional.of(source.of(rows)));
        }

        @Override
        public @Nullable Rescoring scoreNearly(Prefixes prefixes, int from, int to, float[] scores) {
            requireIntents(to);
            return SessionModel.this.scoreNearly(prefixes, from, to, scores, rows -> Optional.of(source.of(rows)));
        }

        @Override
        public float[] scoresOf(Prefixes prefixes, int from, int to, int... items) {
            requireIntents(to);
            return SessionModel.this.scoresOf(prefixes, from, to, items, rows -> Optional.of(source.of(rows)));
        }

        private void requireIntents(int to) {
            if (rowsWithIntents.isPresent() && rowsWithIntents.getAsInt() < to) {
                throw new IllegalArgumentException("there are intents of " + rowsWithIntents.getAsInt()
                        + " rows, but row " + (to - 1) + " is to be scored");
            }
        }

        @Override
        public void rank(Prefixes prefixes, int row, Ranking ranking) {
            SessionModel.this.rank(prefixes, row, ranking, this);
        }
    }

    private void score(Prefixes prefixes, int from, int to, float[] scores, OptionalIntentSource intents) {
        int n = catalogueSize();
        forward(prefixes, from, to, intents, (start, output) -> output.scores().copyTo(scores, start * n));
    }

    private @Nullable Rescoring scoreNearly(
            Prefixes prefixes, int from, int to, float[] scores, OptionalIntentSource intents) {
        int n = catalogueSize();
        if (n < MANY_ITEMS || !ownsParameters) {
            score(prefixes, from, to, scores, intents);
            return null;
        }
        // All rows or none: vectors that are made meanwhile are for the next call.
        @Nullable HalfRows[] vectors = new HalfRows[1];
        boolean[] begun = new boolean[1];
        ApproximateScores near = new ApproximateScores(this::scoresOf, to - from);
        forward(prefixes, from, to, intents, (start, output) -> {
            if (!begun[0] && output.scorer() instanceof Encoding.InnerProduct scorer) {
                vectors[0] = scan.rows(() -> scan(scorer));
            }
            begun[0] = true;
            if (vectors[0] == null) {
                output.scores().copyTo(scores, start * n);
            } else {
                near.take(start, output, vectors[0], scores);
            }
        });
        return vectors[0] == null ? null : near;
    }

    /** Makes the vectors that are scanned; closing waits for it. */
    private void scan(Encoding.InnerProduct scorer) {
        open.readLock().lock();
        try (Scope scope = Scope.inference()) {
            if (!closed) {
                scan.make(network.scoredItems(parameters), SessionNetwork.bias(scorer));
            }
        } finally {
            open.readLock().unlock();
        }
    }

    private float[] scoresOf(Encoding.Scorer scorer, float[] session, int... items) {
        return inPass(() -> network.scoresOf(
                        parameters, scorer, Tensor.of(Precision.FLOAT, session, 1, session.length), items)
                .floats());
    }

    private float[] scoresOf(Prefixes prefixes, int from, int to, int[] items, OptionalIntentSource intents) {
        float[] scores = new float[(to - from) * items.length];
        if (items.length == 0) {
            return scores;
        }
        forward(prefixes, from, to, intents, (start, output) -> {
            Tensor some = output.scoresItemsApart()
                    ? output.of(items)
                    : output.scores().transposed().gather(Tensor.indices(items)).transposed();
            some.copyTo(scores, start * items.length);
        });
        return scores;
    }

    /** Takes what the network gives for some rows, while its tensors live. */
    private interface Taker {

        /** @param start the first of the rows, counted from the first that was asked for */
        void take(int start, SessionNetwork.Output output);
    }

    private void forward(Prefixes prefixes, int from, int to, OptionalIntentSource intents, Taker taker) {
        prefixes.check(from, to, catalogueSize());
        for (int start = from; start < to; start += SESSIONS_PER_PASS) {
            int[] rows = IntStream.range(start, Math.min(start + SESSIONS_PER_PASS, to))
                    .toArray();
            Backbone.PackedBatch batch = network.backbone().pack(prefixes, rows);
            Optional<IntentBatch> ofRows = intents.of(rows);
            int[][] clicked = network.clickedItems(prefixes, rows, false);
            int first = start - from;
            inPass(() -> {
                taker.take(first, network.forward(parameters, batch, ofRows, clicked, false));
                return first;
            });
        }
    }

    /**
     * The session vectors of rows, as they meet the item vectors; of a backbone with several views the first.
     *
     * @return one for each row
     * @throws IllegalStateException if this is a fused model
     */
    public float[][] sessionVectors(Prefixes prefixes, int from, int to) {
        requireBase();
        float[][] vectors = new float[to - from][];
        forward(prefixes, from, to, rows -> Optional.empty(), (start, output) -> {
            Tensor sessions = output.sessions().get(0);
            int width = Math.toIntExact(sessions.size(1));
            float[] values = sessions.floats();
            for (int row = 0; row * width < values.length; row++) {
                vectors[start + row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
            }
        });
        return vectors;
    }

    /** The length d of an item's vector. */
    public int dimension() {
        return options().dimension();
    }

    /**
     * The vectors of items, of length one; of an item whose vector is zero, zeros.
     *
     * @param items in any order
     * @return item by item, {@link #dimension} numbers each
     */
    public float[] itemVectors(int... items) {
        if (items.length == 0) {
            return new float[0];
        }
        return inPass(() -> network.itemVectors(parameters)
                .gather(Tensor.indices(items))
                .normalised()
                .floats());
    }

    /**
     * The cosine of a vector with the vector of every item.
     *
     * @param vector of length one, {@link #dimension} numbers
     * @return one for each item of the catalogue
     */
    public float[] cosines(float[] vector) {
        return inPass(() -> {
            Tensor vectors = network.itemVectors(parameters);
            Tensor lengths = parameters.derived(
                    "lengths of items", () -> vectors.normOfEachRow().atLeast(Float.MIN_NORMAL));
            Tensor one = Tensor.of(Precision.FLOAT, vector, vector.length, 1);
            return vectors.matmul(one).dividedBy(lengths).floats();
        });
    }

    /** Does something with the parameters, while they are open. */
    private <T> T inPass(Supplier<T> work) {
        open.readLock().lock();
        try (Engine.Turn turn = Engine.takeTurn();
                Scope scope = Scope.inference()) {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return work.get();
        } finally {
            open.readLock().unlock();
        }
    }

    @Override
    public void close() {
        if (!ownsParameters) {
            return;
        }
        scan.stop();
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                scan.close();
                parameters.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
