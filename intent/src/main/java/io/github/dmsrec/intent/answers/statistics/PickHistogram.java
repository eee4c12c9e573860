package io.github.dmsrec.intent.answers.statistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How often the candidate at each position of its list was picked, beside what picks drawn evenly from the same lists
 * would give: of a list of n with m picks, m/n at each position. For one thread.
 */
final class PickHistogram {

    private static final int MOST_LINES = 10;
    private static final int WIDTH = 40;

    /** The beginning of a list whose picks tell most about bias: its first tenth. */
    private static final int BEGINNING = 10;

    private static final double MUCH_MORE = 1.5;

    /** So many standard deviations are no chance. */
    private static final double CLEARLY = 5;

    private long[] picks = new long[0];
    private long[] listsOfLength = new long[0];
    private double[] shareOfLength = new double[0];

    /**
     * Adds a list.
     *
     * @param length of it
     * @param positions of its picks, from 0
     */
    void add(int length, int[] positions) {
        grow(length);
        if (length > 0) {
            listsOfLength[length - 1]++;
            shareOfLength[length - 1] += (double) positions.length / length;
        }
        for (int position : positions) {
            picks[position]++;
        }
    }

    private void grow(int length) {
        if (length > picks.length) {
            picks = Arrays.copyOf(picks, length);
            listsOfLength = Arrays.copyOf(listsOfLength, length);
            shareOfLength = Arrays.copyOf(shareOfLength, length);
        }
    }

    /** Adds all lists of another one. */
    void add(PickHistogram other) {
        grow(other.size());
        for (int i = 0; i < other.size(); i++) {
            picks[i] += other.picks[i];
            listsOfLength[i] += other.listsOfLength[i];
            shareOfLength[i] += other.shareOfLength[i];
        }
    }

    /** The length of the longest list. */
    int size() {
        return picks.length;
    }

    /** The picks at a position, from 0. */
    long picks(int position) {
        return picks[position];
    }

    /** How many lists reach a position, from 0. */
    long lists(int position) {
        return Arrays.stream(listsOfLength, position, listsOfLength.length).sum();
    }

    /** How many picks even ones would give a position, from 0. */
    double even(int position) {
        return Arrays.stream(shareOfLength, position, shareOfLength.length).sum();
    }

    /** The share of the picks at a position among the lists that reach it. */
    double rate(int position) {
        return (double) picks[position] / lists(position);
    }

    /** How many times the even share the first tenth of the lists gets; 0 without picks. */
    double beginning() {
        double even = sumEven(0, end());
        return even == 0 ? 0 : sumPicks(0, end()) / even;
    }

    /** Whether the first tenth gets clearly more than its share, beyond chance. */
    boolean prefersBeginning() {
        double even = sumEven(0, end());
        return beginning() > MUCH_MORE && sumPicks(0, end()) - even > CLEARLY * Math.sqrt(even);
    }

    private int end() {
        return (size() + BEGINNING - 1) / BEGINNING;
    }

    private double sumEven(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += even(i);
        }
        return sum;
    }

    private long sumPicks(int from, int to) {
        return Arrays.stream(picks, from, to).sum();
    }

    /** Bars for people; a stroke stands where even picks would end. */
    List<String> lines() {
        int step = Math.max(1, (size() + MOST_LINES - 1) / MOST_LINES);
        double most = 1;
        for (int from = 0; from < size(); from += step) {
            int to = Math.min(from + step, size());
            most = Math.max(most, Math.max((double) sumPicks(from, to), sumEven(from, to)));
        }
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < size(); from += step) {
            int to = Math.min(from + step, size());
            String positions = step == 1 ? String.valueOf(to) : (from + 1) + "-" + to;
            lines.add(String.format(
                    Locale.ROOT,
                    "  %7s %s %,9d picks, even ones %,.1f",
                    positions,
                    bar(sumPicks(from, to) / most, sumEven(from, to) / most),
                    sumPicks(from, to),
                    sumEven(from, to)));
        }
        return lines;
    }

    private static String bar(double share, double even) {
        char[] bar = new char[WIDTH + 1];
        Arrays.fill(bar, ' ');
        Arrays.fill(bar, 0, (int) Math.round(share * WIDTH), '#');
        bar[(int) Math.round(even * WIDTH)] = '|';
        return new String(bar);
    }

    /** The same as JSON: positions from 1. */
    void writeTo(ArrayNode array) {
        for (int i = 0; i < size(); i++) {
            array.addObject().put("position", i + 1).put("picks", picks[i]).put("even", even(i));
        }
    }
}
