package io.github.dmsrec.datasets.check;

import java.util.Arrays;

/** The clicks of one session, in a buffer that the next session takes over. For one thread. */
final class Clicks {

    private int[] items = new int[64];
    private double[] times = new double[64];
    private int length;

    /** Clicks of the given items, without times. */
    static Clicks of(int... items) {
        Clicks clicks = new Clicks();
        for (int item : items) {
            clicks.add(item, Double.NaN);
        }
        return clicks;
    }

    void clear() {
        length = 0;
    }

    /**
     * Adds a click.
     *
     * @param time in seconds since 1970; NaN if it is missing
     */
    void add(int item, double time) {
        if (length == items.length) {
            items = Arrays.copyOf(items, 2 * length);
            times = Arrays.copyOf(times, 2 * length);
        }
        items[length] = item;
        times[length++] = time;
    }

    int length() {
        return length;
    }

    int item(int position) {
        return items[position];
    }

    double time(int position) {
        return times[position];
    }

    /** When the session ended; NaN if that is missing. */
    double end() {
        return times[length - 1];
    }

    /** The items as an array of their own. */
    int[] items() {
        return Arrays.copyOf(items, length);
    }
}
