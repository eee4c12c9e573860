package io.github.dmsrec.datasets.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts whole numbers from 0 on, exactly. For one thread. Its memory grows with the greatest number. */
final class IntegerCounts {

    private long[] counts = new long[64];
    private long total;
    private long sum;
    private int greatest;

    void add(int number) {
        add(number, 1);
    }

    void add(int number, long times) {
        if (times == 0) {
            return;
        }
        if (number >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(number + 1, Math.multiplyExact(2, counts.length)));
        }
        counts[number] += times;
        total += times;
        sum += number * times;
        greatest = Math.max(greatest, number);
    }

    /** How many numbers came. */
    long total() {
        return total;
    }

    /** How often a number came. */
    long count(int number) {
        return number < counts.length ? counts[number] : 0;
    }

    /** How many numbers above the given one came. */
    long countAbove(int number) {
        long above = 0;
        for (int i = number + 1; i <= greatest; i++) {
            above += counts[i];
        }
        return above;
    }

    /** The sum of all numbers above the given one. */
    long sumAbove(int number) {
        long above = 0;
        for (int i = number + 1; i <= greatest; i++) {
            above += i * counts[i];
        }
        return above;
    }

    /** The share of a number in all; 0 if none came. */
    double share(int number) {
        return Share.of(count(number), total);
    }

    double mean() {
        return Share.of(sum, total);
    }

    /** The sum of all numbers. */
    long sum() {
        return sum;
    }

    int greatest() {
        return greatest;
    }

    /** The least number that at least a share of all do not exceed; 0 if none came. */
    int quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long before = 0;
        for (int i = 0; i <= greatest; i++) {
            before += counts[i];
            if (before >= rank) {
                return i;
            }
        }
        return 0;
    }

    /** 0, 1, 2, 3-4, 5-8 and so on; what never comes at either end is left out. */
    Histogram histogram(String title) {
        List<Histogram.Bar> bars = new ArrayList<>();
        int from = 0;
        int to = 0;
        while (from <= greatest) {
            long count = 0;
            for (int i = from; i <= Math.min(to, greatest); i++) {
                count += counts[i];
            }
            if (count > 0 || !bars.isEmpty()) {
                bars.add(new Histogram.Bar(from == to ? Integer.toString(from) : from + "-" + to, count));
            }
            from = to + 1;
            to = to == 0 ? 1 : (int) Math.min(2L * to, Integer.MAX_VALUE - 1);
        }
        return new Histogram(title, bars);
    }

    /** Half the sum of the differences of two distributions: 0 if they are the same, 1 if they share no number. */
    double variation(IntegerCounts other) {
        double sum = 0;
        for (int i = 0; i <= Math.max(greatest, other.greatest); i++) {
            sum += Math.abs(share(i) - other.share(i));
        }
        return sum / 2;
    }
}
