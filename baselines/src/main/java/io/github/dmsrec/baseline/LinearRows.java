package io.github.dmsrec.baseline;

import io.github.dmsrec.core.IntIndex;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;
import java.util.Map;

/**
 * Recommends by a linear map from clicked items to all: the sum of the clicked items' rows, later clicks counting more. Sums
 * below 0 are those of items that nothing speaks for: they count as unknown. Immutable and safe for use by several threads.
 */
final class LinearRows implements Recommender {

    /** How clicks fade. */
    static final Option<Double> QUERY_DECAY = Option.weight(
            "query-decay", "of the session: after how many later clicks a click counts e times less; 0 for never", 2);

    private static final int LONGEST_FADING = 1 << 10;

    private final String name;
    private final SparseRows rows;
    private final double[] fading;
    private final ScratchPool<Sums> scratch = new ScratchPool<>(Sums::new);

    /**
     * @param name what tables call the method
     * @param rows a row for each item
     * @param decay after how many later clicks a click counts e times less; 0 for never
     */
    LinearRows(String name, SparseRows rows, double decay) {
        this.name = name;
        this.rows = rows;
        this.fading = fading(decay, LONGEST_FADING);
    }

    /** {@code e^(-d / decay)} for the distances 0 to {@code most}; 1 for all where the decay is 0. */
    static double[] fading(double decay, int most) {
        double[] fading = new double[most + 1];
        for (int d = 0; d < fading.length; d++) {
            fading[d] = decay == 0 ? 1 : Math.exp(-d / decay);
        }
        return fading;
    }

    /** The map's rows. */
    SparseRows rows() {
        return rows;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int catalogueSize() {
        return rows.offsets().length - 1;
    }

    @Override
    public boolean isZeroUnknown() {
        return true;
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] out) {
        int n = catalogueSize();
        prefixes.check(from, to, n);
        Arrays.fill(out, 0, (to - from) * n, 0);
        for (int row = from; row < to; row++) {
            int offset = (row - from) * n;
            int length = prefixes.length(row);
            for (int position = 0; position < length; position++) {
                float weight = (float) fading[Math.min(length - 1 - position, LONGEST_FADING)];
                int clicked = prefixes.item(row, position);
                for (int i = rows.offsets()[clicked]; i < rows.offsets()[clicked + 1]; i++) {
                    out[offset + rows.items()[i]] += weight * rows.values()[i];
                }
            }
            for (int i = offset; i < offset + n; i++) {
                out[i] = Math.max(0, out[i]);
            }
        }
    }

    @Override
    public void rank(Prefixes prefixes, int row, Ranking ranking) {
        prefixes.check(row, row + 1, catalogueSize());
        scratch.with(sums -> {
            sums.items.clear();
            int length = prefixes.length(row);
            for (int position = 0; position < length; position++) {
                float weight = (float) fading[Math.min(length - 1 - position, LONGEST_FADING)];
                int clicked = prefixes.item(row, position);
                for (int i = rows.offsets()[clicked]; i < rows.offsets()[clicked + 1]; i++) {
                    sums.add(rows.items()[i], weight * rows.values()[i]);
                }
            }
            for (int place = 0; place < sums.items.size(); place++) {
                if (sums.values[place] > 0) {
                    ranking.offer(sums.items.value(place), sums.values[place]);
                }
            }
        });
    }

    /** The sums of the items that rows speak of. For one thread. */
    private static final class Sums {

        private final IntIndex items = new IntIndex();
        private float[] values = new float[64];

        void add(int item, float value) {
            int known = items.size();
            int place = items.add(item);
            if (place == values.length) {
                values = Arrays.copyOf(values, place * 2);
            }
            values[place] = (place == known ? 0 : values[place]) + value;
        }
    }

    /** Keeps the rows in a model's folder. */
    record Store() implements BaselineKind.Store {

        private static final String OFFSETS = "offsets";
        private static final String ITEMS = "items";
        private static final String VALUES = "values";

        @Override
        public Map<String, SafetensorsFile.Tensor> tensors(Recommender learned) {
            SparseRows rows = ((LinearRows) learned).rows();
            return Map.of(
                    OFFSETS, SafetensorsFile.Tensor.ofInts(rows.offsets(), rows.offsets().length),
                    ITEMS, SafetensorsFile.Tensor.ofInts(rows.items(), rows.items().length),
                    VALUES, SafetensorsFile.Tensor.ofFloats(rows.values(), rows.values().length));
        }

        @Override
        public Recommender read(BaselineKind kind, SafetensorsFile file, OptionValues options) {
            return new LinearRows(
                    kind.name(),
                    new SparseRows(file.ints(OFFSETS), file.ints(ITEMS), file.floats(VALUES)),
                    options.get(QUERY_DECAY));
        }
    }
}
