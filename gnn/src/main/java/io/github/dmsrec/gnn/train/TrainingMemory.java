package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.AvailableMemory;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.gnn.engine.ItemGradients;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a training takes of the memory, estimated from what grows with the catalogue.
 *
 * @param items the number of items N
 * @param dimension d
 * @param heap bytes of the program's heap
 * @param engine bytes that the engine takes beside it
 * @param scores bytes of these that do not depend on the dimension
 * @param largestTensor the values of the largest parameter, or of all that lie in one block
 * @param sampled whether few items are scored in a step
 */
record TrainingMemory(
        int items, int dimension, long heap, long engine, long scores, long largestTensor, boolean sampled) {

    private static final double GIGABYTE = 1e9;

    /** Scores, their soft-max and their gradient. */
    private static final long COPIES_OF_SCORES = 3;

    /** What one buffer of the engine's memory, or one tensor of a file, holds. */
    private static final long MOST_VALUES = Integer.MAX_VALUE / Float.BYTES;

    /**
     * The estimate.
     *
     * @param network what is trained
     * @param loss what is minimised beside the alignment
     * @param options of the training
     * @param items the number of items N
     */
    static TrainingMemory of(SessionNetwork network, TrainingLoss loss, TrainingOptions options, int items) {
        boolean sparse = loss.itemGradients() == ItemGradients.SPARSE;
        long all = 0;
        long trained = 0;
        long rows = 0;
        long largest = 0;
        for (ParameterSpec spec : network.parameters()) {
            long values = Arrays.stream(spec.shape()).reduce(1, Math::multiplyExact);
            all += values;
            largest = Math.max(largest, values);
            if (spec.role() != ParameterSpec.Role.FROZEN) {
                trained += values;
                rows += sparse && spec.perItem() ? values : 0;
            }
        }
        long moving = trained - rows;
        long averages = options.averaging() > 0 ? 3 * trained : 0;
        // Moments, their copies in arrays and bytes while the state is saved, and the weights' copy; or, while it is
        // read, a parameter in bytes and in an array.
        long heap = Float.BYTES * (Math.max(6 * moving + all, 2 * moving + 2 * largest) + averages);
        long scores = sparse ? 0 : Float.BYTES * COPIES_OF_SCORES * scoresOfPass(network, loss, options, items);
        // Values and gradients, the moments of rows, a copy of what is set.
        long engine = Float.BYTES * (all + moving + 2 * rows + largest) + scores;
        return new TrainingMemory(items, options.dimension(), heap, engine, scores, Math.max(largest, trained), sparse);
    }

    private static long scoresOfPass(SessionNetwork network, TrainingLoss loss, TrainingOptions options, int items) {
        long ofStep = (long) options.batchSize() * items;
        return TrainingStep.canBeCut(network, loss)
                ? Math.min(ofStep, Math.max(BatchQueue.MOST_SCORES, items))
                : ofStep;
    }

    /**
     * Refuses to begin what would not end.
     *
     * @param method its name
     * @throws UserMistakeException with what is needed, what there is, and what would fit
     */
    void require(String method) {
        long freeHeap = AvailableMemory.heapBytes();
        if (heap > freeHeap) {
            // What nobody needs any more counts as taken until it is collected.
            System.gc();
            freeHeap = AvailableMemory.heapBytes();
        }
        require(method, freeHeap, AvailableMemory.bytes());
    }

    /**
     * Refuses to begin what would not end.
     *
     * @param freeHeap what the heap can still take, in bytes
     * @param free what programs can still take, the heap of this one included, in bytes
     */
    void require(String method, long freeHeap, long free) {
        if (largestTensor <= MOST_VALUES && heap <= freeHeap && heap + engine <= free) {
            return;
        }
        throw new UserMistakeException(
                String.format(
                        Locale.ROOT,
                        "Training %s on %,d items with dimension %,d needs about %.1f GB of heap and %.1f GB beside it%s, but"
                                + " %.1f GB of heap and %.1f GB of memory in all are free.",
                        method,
                        items,
                        dimension,
                        heap / GIGABYTE,
                        engine / GIGABYTE,
                        largestTensor > MOST_VALUES
                                ? String.format(
                                        Locale.ROOT,
                                        " and has %,d trained values, of which at most %,d can be held",
                                        largestTensor,
                                        MOST_VALUES)
                                : "",
                        freeHeap / GIGABYTE,
                        free / GIGABYTE),
                advice(freeHeap, free));
    }

    private String advice(long freeHeap, long free) {
        StringBuilder advice = new StringBuilder();
        if (heap > freeHeap && heap + engine <= free) {
            advice.append("Give the program more heap, ")
                    .append(AvailableMemory.heapSetting(heap))
                    .append("; or s");
        } else {
            advice.append('S');
        }
        long fitting = fittingDimension(freeHeap, free);
        advice.append(
                fitting >= 1
                        ? String.format(Locale.ROOT, "et dimension=%,d, which would fit", fitting)
                        : "elect fewer items, as no dimension would fit");
        if (!sampled) {
            advice.append("; loss=sampled-softmax, where the method has it, needs a fraction");
        }
        return advice.append('.').toString();
    }

    /** The largest dimension that fits, as everything but the scores grows with it; 0 for none. */
    private long fittingDimension(long freeHeap, long free) {
        double share = Math.min(
                Math.min(
                        (double) freeHeap / Math.max(1, heap),
                        (double) (free - scores) / Math.max(1, heap + engine - scores)),
                (double) MOST_VALUES / largestTensor);
        return (long) Math.floor(dimension * Math.max(0, Math.min(1, share)));
    }
}
