package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.IntentSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Packs training batches ahead on a thread of its own, in order. For one thread that takes them. */
public final class BatchQueue implements AutoCloseable {

    private static final int AHEAD = 4;

    private final Backbone backbone;
    private final Examples examples;
    private final Optional<IntentSource> intents;
    private final NegativeSource negatives;
    private final int[] order;
    private final int batchSize;
    private final ExecutorService packer;
    private final Deque<Future<Batch>> pending = new ArrayDeque<>();
    private int next;

    /**
     * One step's samples, as arrays.
     *
     * @param sessions the packed prefixes
     * @param intents their intents, if there is a source of intents
     * @param targets the item that followed each prefix
     * @param negatives the items that the loss drew for the step
     */
    public record Batch(Backbone.PackedBatch sessions, Optional<IntentBatch> intents, int[] targets, int[] negatives) {}

    /** Draws the negatives of steps. */
    public interface NegativeSource {

        /**
         * The negatives of a step.
         *
         * @param rows its samples
         * @param batch its number in the epoch, from 0
         */
        int[] of(int[] rows, int batch);
    }

    /**
     * @param backbone packs the prefixes
     * @param examples the rows to train on
     * @param intents gives the rows' intents, for a fused model
     * @param negatives draws what the loss needs beside the targets
     * @param order the rows of the whole epoch, in the order of training
     * @param batchSize samples per step
     * @param firstBatch the batch to begin with, from 0
     */
    public BatchQueue(
            Backbone backbone,
            Examples examples,
            Optional<IntentSource> intents,
            NegativeSource negatives,
            int[] order,
            int batchSize,
            int firstBatch) {
        this.backbone = backbone;
        this.examples = examples;
        this.intents = intents;
        this.negatives = negatives;
        this.order = order;
        this.batchSize = batchSize;
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
        int[] rows = Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
        int batch = next++;
        pending.add(packer.submit(() -> pack(rows, batch)));
    }

    private Batch pack(int[] rows, int batch) {
        int[] targets = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            targets[i] = examples.target(rows[i]);
        }
        return new Batch(
                backbone.pack(examples, rows),
                intents.map(source -> source.of(rows)),
                targets,
                negatives.of(rows, batch));
    }

    /** The next batch; there must be one. */
    public Batch take() {
        try {
            Batch batch = pending.remove().get();
            submitNext();
            return batch;
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
