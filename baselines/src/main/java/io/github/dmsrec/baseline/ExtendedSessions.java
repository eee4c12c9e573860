package io.github.dmsrec.baseline;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sessions as sets, extended by the items that a map predicts for them (LIS of LINK, Choi et al., SIGIR 2025): with b the share of what is
 * predicted, x a session as a set and p the {@value #PREDICTED_PER_ITEM} items for each of its own that the map scores best above 0,
 * at most {@value #MOST_PREDICTED}, scaled to the sum 1, the row is {@code (1 - b) x + b p}.
 */
final class ExtendedSessions {

    /** As in the authors' code. */
    private static final int PREDICTED_PER_ITEM = 9;

    /** As in the authors' code. */
    private static final int MOST_PREDICTED = 1000;

    /** So many sessions are extended before it is reported. */
    private static final int SESSIONS_AT_ONCE = 4096;

    private static final int SESSIONS_OF_A_PART = 64;

    private final int items;
    private final int[] offsets;
    private final int[] columns;
    private final float[] values;

    private ExtendedSessions(int items, int[] offsets, int[] columns, float[] values) {
        this.items = items;
        this.offsets = offsets;
        this.columns = columns;
        this.values = values;
    }

    private record Row(int[] columns, float[] values) {}

    /**
     * Extends.
     *
     * @param map predicts, a row for each item
     * @param share of what is predicted, from 0 to 1
     * @param stage counts sessions
     */
    static ExtendedSessions of(Sessions sessions, SparseRows map, double share, Progress.Stage stage) {
        int items = map.offsets().length - 1;
        IntList offsets = new IntList();
        IntList columns = new IntList();
        FloatList values = new FloatList();
        offsets.add(0);
        for (int from = 0; from < sessions.size(); from += SESSIONS_AT_ONCE) {
            int begin = from;
            int count = Math.min(SESSIONS_AT_ONCE, sessions.size() - from);
            Row[] rows = new Row[count];
            IntStream.range(0, (count + SESSIONS_OF_A_PART - 1) / SESSIONS_OF_A_PART)
                    .parallel()
                    .forEach(part -> {
                        double[] sums = new double[items];
                        int end = Math.min((part + 1) * SESSIONS_OF_A_PART, count);
                        for (int i = part * SESSIONS_OF_A_PART; i < end; i++) {
                            rows[i] = extended(sessions.items(begin + i), map, share, sums);
                        }
                    });
            for (Row row : rows) {
                for (int i = 0; i < row.columns.length; i++) {
                    columns.add(row.columns[i]);
                    values.add(row.values[i]);
                }
                offsets.add(columns.size());
            }
            stage.advance(count);
        }
        return new ExtendedSessions(items, offsets.toArray(), columns.toArray(), values.toArray());
    }

    /** How many entries the rows of these sessions have at most. */
    static long mostEntries(Sessions sessions) {
        long entries = 0;
        for (int s = 0; s < sessions.size(); s++) {
            int length = sessions.length(s);
            entries += length + predicted(length);
        }
        return entries;
    }

    private static int predicted(int items) {
        return (int) Math.min((long) items * PREDICTED_PER_ITEM, MOST_PREDICTED);
    }

    private static Row extended(int[] clicks, SparseRows map, double share, double[] sums) {
        int[] own = Arrays.stream(clicks).distinct().toArray();
        Arrays.fill(sums, 0);
        for (int item : own) {
            for (int i = map.offsets()[item]; i < map.offsets()[item + 1]; i++) {
                sums[map.items()[i]] += map.values()[i];
            }
        }
        for (int item = 0; item < sums.length; item++) {
            sums[item] = Math.max(0, sums[item]);
        }
        int[] best = SparseRows.greatest(sums, predicted(own.length));
        double[] scores = Arrays.stream(best).mapToDouble(item -> sums[item]).toArray();
        double total = Arrays.stream(scores).sum();
        Arrays.fill(sums, 0);
        for (int i = 0; i < best.length; i++) {
            sums[best[i]] = share * scores[i] / total;
        }
        for (int item : own) {
            sums[item] += 1 - share;
        }
        int[] columns = IntStream.concat(Arrays.stream(best), Arrays.stream(own))
                .filter(item -> sums[item] > 0)
                .sorted()
                .distinct()
                .toArray();
        float[] values = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = (float) sums[columns[i]];
        }
        return new Row(columns, values);
    }

    /**
     * Adds the products of these rows, scaled to the sum 1, with themselves, and with these rows as they are.
     *
     * @param gram the lower triangle of the former
     * @param cross of the latter
     * @param weight how much they count
     * @param stage counts items
     */
    void addProducts(double[][] gram, float[][] cross, double weight, Progress.Stage stage) {
        double[] sums = new double[offsets.length - 1];
        int[] ends = new int[items + 1];
        for (int s = 0; s < sums.length; s++) {
            for (int i = offsets[s]; i < offsets[s + 1]; i++) {
                sums[s] += values[i];
                ends[columns[i] + 1]++;
            }
        }
        for (int item = 0; item < items; item++) {
            ends[item + 1] += ends[item];
        }
        int[] begins = ends.clone();
        int[] sessions = new int[columns.length];
        float[] entries = new float[columns.length];
        for (int s = 0; s < sums.length; s++) {
            for (int i = offsets[s]; i < offsets[s + 1]; i++) {
                int place = begins[columns[i]]++;
                sessions[place] = s;
                entries[place] = values[i];
            }
        }
        RowParts.run(items, stage, (first, last) -> {
            double[] scaled = new double[items];
            double[] unscaled = new double[items];
            for (int item = first; item < last; item++) {
                Arrays.fill(scaled, 0);
                Arrays.fill(unscaled, 0);
                for (int place = ends[item]; place < ends[item + 1]; place++) {
                    int s = sessions[place];
                    double factor = weight * entries[place] / sums[s];
                    for (int i = offsets[s]; i < offsets[s + 1]; i++) {
                        unscaled[columns[i]] += factor * values[i];
                    }
                    for (int i = offsets[s]; i < offsets[s + 1] && columns[i] <= item; i++) {
                        scaled[columns[i]] += factor / sums[s] * values[i];
                    }
                }
                for (int other = 0; other < items; other++) {
                    cross[item][other] += (float) unscaled[other];
                }
                for (int other = 0; other <= item; other++) {
                    gram[item][other] += scaled[other];
                }
            }
        });
    }
}
