package io.github.dmsrec.intent.asking;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a model picks by where candidates are in the list instead of what they are: by their position, or as a run of
 * neighbours. Where candidates are shuffled, such picks are noise. For one thread.
 */
public final class PickHabits {

    /** What follows from such habits. */
    public static final String VERDICT =
            "this model's picks tell no more than chance; try a larger model, another form of"
                    + " answers (answer-form), or item-level intents";

    private static final int TENTHS = 10;

    /** Fewer answers prove nothing. */
    private static final int FEWEST = 200;

    /** Of fewer picks, neighbours are frequent by chance. */
    private static final int FEWEST_PICKS = 3;

    private static final double MOST = 0.5;

    private final double[] picked = new double[TENTHS];
    private final double[] even = new double[TENTHS];
    private int answers;
    private int withSeveral;
    private int runs;
    private double evenRuns;

    /**
     * Counts an answer.
     *
     * @param shown how many candidates were shown
     * @param numbers those picked, distinct, from 1; none are not counted
     */
    public void add(int shown, int[] numbers) {
        if (numbers.length == 0) {
            return;
        }
        answers++;
        for (int number : numbers) {
            picked[tenth(number - 1, shown)]++;
        }
        for (int position = 0; position < shown; position++) {
            even[tenth(position, shown)] += (double) numbers.length / shown;
        }
        if (numbers.length >= FEWEST_PICKS) {
            withSeveral++;
            evenRuns += chanceOfRun(shown, numbers.length);
            int least = Arrays.stream(numbers).min().orElseThrow();
            int most = Arrays.stream(numbers).max().orElseThrow();
            runs += most - least == numbers.length - 1 ? 1 : 0;
        }
    }

    private static int tenth(int position, int shown) {
        return (int) ((long) position * TENTHS / shown);
    }

    /** How likely picks drawn evenly are all neighbours. */
    private static double chanceOfRun(int shown, int picks) {
        double ways = 1;
        for (int i = 0; i < picks; i++) {
            ways = ways * (shown - i) / (i + 1);
        }
        return (shown - picks + 1) / ways;
    }

    /** How many answers with picks were counted. */
    public int answers() {
        return answers;
    }

    /** How many of them have three picks or more. */
    public int withSeveral() {
        return withSeveral;
    }

    /** How many of these are runs of neighbours. */
    public int runs() {
        return runs;
    }

    /** How many of these would be by chance. */
    public double evenRuns() {
        return evenRuns;
    }

    /** The share of all picks among the first tenth of the lists, in [0, 1]; 0 without picks. */
    public double beginning() {
        double all = Arrays.stream(picked).sum();
        return all == 0 ? 0 : picked[0] / all;
    }

    /** The share of even picks there. */
    public double evenBeginning() {
        double all = Arrays.stream(even).sum();
        return all == 0 ? 0 : even[0] / all;
    }

    /** The share of picks that would have to move to another tenth of their lists for all to be even, in [0, 1]. */
    public double displaced() {
        double all = Arrays.stream(picked).sum();
        double moved = 0;
        for (int i = 0; i < TENTHS; i++) {
            moved += Math.abs(picked[i] - even[i]) / 2;
        }
        return all == 0 ? 0 : moved / all;
    }

    /** What is wrong with the picks, once there are enough: more than half of them go by position. */
    public Optional<String> finding() {
        if (withSeveral >= FEWEST && runs > MOST * withSeveral && runs > 2 * evenRuns) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%,d of %,d answers with three picks or more are runs of neighbours in a shuffled list, where %.1f"
                            + " would be by chance",
                    runs,
                    withSeveral,
                    evenRuns));
        }
        if (answers >= FEWEST && displaced() > MOST) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%.0f %% of the picks go by position in a shuffled list: %.0f %% are in its first tenth, where even"
                            + " picks would be %.0f %%",
                    100 * displaced(),
                    100 * beginning(),
                    100 * evenBeginning()));
        }
        return Optional.empty();
    }
}
