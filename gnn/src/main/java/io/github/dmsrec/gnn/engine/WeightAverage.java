package io.github.dmsrec.gnn.engine;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The running average of all trained parameters over the steps of a training, {@code a_t = c a_(t-1) + (1 - c) w_t} from
 * zero, divided by {@code 1 - c^t} as Adam's moments are (Kingma and Ba, ICLR 2015, section 7.2), so that the start has no
 * weight. For parameters of {@link Precision#FLOAT}. For one thread.
 */
public final class WeightAverage {

    static {
        EngineLibraries.load();
    }

    /** Few enough values that they stay in a core's cache. */
    private static final int STRETCH = 1 << 12;

    private final double decay;
    private final FloatBuffer values;
    private final float[] sums;
    private long steps;

    /**
     * @param parameters what is averaged, in single precision
     * @param decay c, at least 0 and below 1: the last {@code 1 / (1 - c)} steps make most of the average
     */
    public WeightAverage(Parameters parameters, double decay) {
        if (parameters.precision() != Precision.FLOAT) {
            throw new IllegalArgumentException("averages are of single precision, not " + parameters.precision());
        }
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("the decay is " + decay + ", but must be at least 0 and below 1");
        }
        Tensor flat = parameters.flatValues();
        this.decay = decay;
        this.sums = new float[Math.toIntExact(flat.count())];
        this.values =
                new FloatPointer(flat.handle().data_ptr()).capacity(sums.length).asBuffer();
    }

    /** Takes the parameters as they are after a step. */
    public void add() {
        steps++;
        float kept = (float) decay;
        float taken = (float) (1 - decay);
        float[] weights = new float[Math.min(STRETCH, sums.length)];
        for (int from = 0; from < sums.length; from += STRETCH) {
            int length = Math.min(STRETCH, sums.length - from);
            values.get(from, weights, 0, length);
            for (int i = 0; i < length; i++) {
                sums[from + i] = Math.fma(kept, sums[from + i], taken * weights[i]);
            }
        }
    }

    /**
     * Does something while the parameters have their averages; afterwards they are as they were. Before the first step they
     * stay what they are.
     *
     * @return what the work gives
     */
    public <T> T during(Supplier<T> work) {
        if (steps == 0) {
            return work.get();
        }
        float[] own = new float[sums.length];
        values.get(0, own);
        float total = (float) (1 - Math.pow(decay, (double) steps));
        float[] averages = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            averages[i] = sums[i] / total;
        }
        values.put(0, averages);
        try {
            return work.get();
        } finally {
            values.put(0, own);
        }
    }

    /** What a resumed run needs: the sums so far, one per trained parameter value. */
    public float[] sums() {
        return sums.clone();
    }

    /**
     * Goes on from the sums of the same parameters.
     *
     * @param newSteps the number of steps taken
     * @param newSums as of {@link #sums}
     */
    public void restore(long newSteps, float[] newSums) {
        if (newSums.length != sums.length) {
            throw new IllegalArgumentException(newSums.length + " sums for " + sums.length + " values");
        }
        steps = newSteps;
        System.arraycopy(newSums, 0, sums, 0, sums.length);
    }
}
