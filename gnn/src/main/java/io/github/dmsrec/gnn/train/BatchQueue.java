package io.github.dmsrec.gnn.train;

import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.IntentSource;
import io.github.dmsrec.gnn.model.SessionNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Packs training batches ahead on a thread of its own, in order. For one thread that takes them. */
public final class BatchQueue implements AutoCloseable {

    private static final int AHEAD = 4;
    /** The most scores that one pass makes where a step can be cut into passes: each takes 4 bytes several times over. */
    static final long MOST_SCORES = 1L << 25;

    private final SessionNetwork network;
    private final TrainingSamples samples;
    private final Optional<IntentSource> intents;
    private final NegativeSource negatives;
    private final SessionCuts cuts;
    private final SessionTargets targets;
    private final int[] order;
    private final int batchSize;
    private final ExecutorService packer;
    private final int mostRows;
    private final Deque<Future<List<Batch>>> pending = new ArrayDeque<>();
    private int next;

    /**
     * The rows of one pass, as arrays.
     *
     * @param sessions the packed prefixes
     * @param intents their intents, if there is a source of intents
     * @param targets the item that followed each prefix
     * @param negatives the items that the loss drew for the step
     * @param clicked the different items of each prefix, the latest first; none where the network asks for none
     */
    public record Batch(
            Backbone.PackedBatch sessions,
            Optional<IntentBatch> intents,
            int[] targets,
            int[] negatives,
            int[][] clicked) {

        /** A batch for a network that asks for no clicked items. */
        public Batch(Backbone.PackedBatch sessions, Optional<IntentBatch> intents, int[] targets, int... negatives) {
            this(sessions, intents, targets, negatives, new int[0][]);
        }
    }

    /** Draws the negatives of steps. */
    public interface NegativeSource {

        /**
         * The negatives of a step.
         *
         * @param rows its training rows
         * @param batch its number in the epoch, from 0
         */
        int[] of(int[] rows, int batch);
    }

    /**
     * @param network what is trained; its backbone packs the prefixes
     * @param samples what to train on
     * @param intents gives the rows' intents, for a fused model
     * @param negatives draws what the loss needs beside the targets
     * @param cuts where the epoch cuts its samples
     * @param targets which targets of each session the epoch learns
     * @param order the samples of the whole epoch, in the order of training
     * @param batchSize samples per step
     * @param mostRows a step of more rows is cut into several passes where that is possible, at least 1; it is not if a
     *     sample alone has more
     * @param firstBatch the batch to begin with, from 0
     */
    public BatchQueue(
            SessionNetwork network,
            TrainingSamples samples,
            Optional<IntentSource> intents,
            NegativeSource negatives,
            SessionCuts cuts,
            SessionTargets targets,
            int[] order,
            int batchSize,
            int mostRows,
            int firstBatch) {
        this.network = network;
        this.samples = samples;
        this.intents = intents;
        this.negatives = negatives;
        this.cuts = cuts;
        this.targets = targets;
        this.order = order;
        this.batchSize = batchSize;
        this.mostRows = mostRows;
        this.next = firstBatch;
        this.packer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "dmsrec-pack");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < AHEAD; i++) {
            submitNext();
        }
    }

    private void submitNext() {
        int from = next * batchSize;
        if (from >= order.length) {
            return;
        }
        int[] ofStep = Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
        int batch = next++;
        pending.add(packer.submit(() -> packStep(ofStep, batch)));
    }

    private List<Batch> packStep(int[] ofStep, int batch) {
        List<Batch> passes = new ArrayList<>();
        int from = 0;
        int rows = 0;
        for (int i = 0; i < ofStep.length; i++) {
            int more = targets.count(samples.rowsIn(ofStep[i]));
            if (i > from && rows + more > mostRows) {
                passes.add(pack(Arrays.copyOfRange(ofStep, from, i), batch));
                from = i;
                rows = 0;
            }
            rows += more;
        }
        passes.add(pack(Arrays.copyOfRange(ofStep, from, ofStep.length), batch));
        return passes;
    }

    private Batch pack(int[] ofPass, int batch) {
        int[] rows = samples.rowsOf(targets, ofPass);
        int[] followed = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            followed[i] = samples.rows().target(rows[i]);
        }
        return new Batch(
                samples.pack(network.backbone(), cuts, targets, ofPass),
                intents.map(source -> source.of(rows)),
                followed,
                negatives.of(rows, batch),
                network.clickedItems(samples.rows(), rows, true));
    }

    /** The passes of the next step; there must be one. */
    public List<Batch> take() {
        try {
            List<Batch> passes = pending.remove().get();
            submitNext();
            return passes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a batch");
        } catch (ExecutionException e) {
            throw new IllegalStateException("packing a batch failed", e.getCause());
        }
    }

    @Override
    public void close() {
        packer.shutdownNow();
    }
}
