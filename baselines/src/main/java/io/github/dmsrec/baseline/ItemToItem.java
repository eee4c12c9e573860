package io.github.dmsrec.baseline;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Recommends by the last click alone, from a table that gives each item the items to recommend after it. What stands in
 * the table is the method's: {@link SequentialRules}, {@link AssociationRules}, {@link MarkovChain}, {@link ItemKnn}. An
 * item without an entry scores 0. Immutable and safe for use by several threads.
 */
final class ItemToItem implements Recommender {

    /** How many entries rules keep. */
    static final Option<Double> PRUNING = Option.weight(
            "pruning", "how many items an item leads to at most; below 1, the share that is dropped; 0 for all", 20);

    /** Adds what one session says about the items after a source item. */
    @FunctionalInterface
    interface Learner {

        /**
         * Adds weights.
         *
         * @param sessions the sessions
         * @param session one in which the source item occurs; called in source order, once each
         * @param source the item whose row is filled
         * @param row takes the weights
         */
        void learn(Sessions sessions, int session, int source, Row row);
    }

    /** The weights of the items after one source item, in the order in which they first came. For one thread. */
    static final class Row {

        private final double[] weights;
        private final boolean[] there;
        private final IntList items = new IntList();

        Row(int catalogueSize) {
            weights = new double[catalogueSize];
            there = new boolean[catalogueSize];
        }

        void add(int item, double weight) {
            if (!there[item]) {
                there[item] = true;
                items.add(item);
            }
            weights[item] += weight;
        }

        double weight(int item) {
            return weights[item];
        }

        /** The items so far, in the order in which they first came. */
        int[] items() {
            return items.toArray();
        }

        /** Gives an item another weight. */
        void set(int item, double weight) {
            weights[item] = weight;
        }

        /** The items of the greatest weights, of equal ones the first to come. */
        private int[] best(int most) {
            int[] all = items.toArray();
            // The sort is stable.
            return IntStream.of(all)
                    .boxed()
                    .sorted(Comparator.comparingDouble(item -> -weights[item]))
                    .limit(most)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /** Hands out the entries that a rule keeps, the best first, and leaves none. */
        void close(Rule rule, int source, Entries entries) {
            rule.finisher().finish(source, this);
            int[] best = best(rule.pruning().kept(items.size()));
            double divisor = rule.relative() && best.length > 0 ? weight(best[0]) : 1;
            for (int item : best) {
                entries.add(item, (float) (weight(item) / divisor));
            }
            clear();
        }

        private void clear() {
            for (int i = 0; i < items.size(); i++) {
                weights[items.get(i)] = 0;
                there[items.get(i)] = false;
            }
            items.clear();
        }
    }

    /** Takes the entries of a row. */
    @FunctionalInterface
    interface Entries {
        void add(int item, float score);
    }

    /**
     * How a method fills the rows of its table.
     *
     * @param name what tables call the method
     * @param learner adds what a session says
     * @param finisher changes a row at the end
     * @param pruning how many entries of a row are kept
     * @param relative whether the scores of a row are given relative to its best
     * @param reach how many clicks after one on the source its row depends on; those before it do not matter then.
     *     {@link #WHOLE_SESSION} if the row depends on all clicks
     */
    record Rule(String name, Learner learner, Finisher finisher, Pruning pruning, boolean relative, int reach) {

        /** As {@link #reach}: all clicks of a session matter. */
        static final int WHOLE_SESSION = -1;

        /**
         * Rules: the heaviest entries of each item, as many as {@link #PRUNING} leaves, relative to the best.
         *
         * @param options have a value for {@link #PRUNING}
         */
        static Rule of(String name, OptionValues options, int reach, Learner learner) {
            return new Rule(name, learner, (source, row) -> {}, Pruning.of(options.get(PRUNING)), true, reach);
        }
    }

    /** Changes a row when all sessions have been seen. */
    @FunctionalInterface
    interface Finisher {
        void finish(int source, Row row);
    }

    /** How many entries of a row are kept, given their number. */
    @FunctionalInterface
    interface Pruning {

        int kept(int entries);

        /**
         * session-rec's {@code pruning}: 0 keeps all, a fraction below 1 is the share that goes, and from 1 on it is the
         * number that stays.
         */
        static Pruning of(double pruning) {
            if (pruning == 0) {
                return entries -> entries;
            }
            return pruning < 1 ? entries -> entries - (int) (entries * pruning) : entries -> (int) pruning;
        }
    }

    private final String name;
    private final int[] offsets;
    private final int[] items;
    private final float[] scores;

    private ItemToItem(String name, int[] offsets, int[] items, float[] scores) {
        this.name = name;
        this.offsets = offsets;
        this.items = items;
        this.scores = scores;
    }

    /**
     * A table that was learned before.
     *
     * @param name what tables call the method
     * @param offsets where the entries of each item begin, and at the end where the last ones end: {@code [N + 1]}
     * @param items the entries of each item, the best first
     * @param scores of the entries
     */
    static ItemToItem of(String name, int[] offsets, int[] items, float[] scores) {
        return new ItemToItem(name, offsets, items, scores);
    }

    /**
     * Learns a table.
     *
     * @param sessions in source order
     * @param catalogueSize the number of items N
     */
    static ItemToItem learn(Rule rule, Sessions sessions, int catalogueSize, Progress progress) {
        Postings postings = Postings.of(sessions, catalogueSize);
        int[] offsets = new int[catalogueSize + 1];
        IntList items = new IntList();
        FloatList scores = new FloatList();
        Row row = new Row(catalogueSize);
        try (Progress.Stage stage = progress.stage("learn " + rule.name(), "items", catalogueSize)) {
            for (int source = 0; source < catalogueSize; source++) {
                for (int i = postings.from(source); i < postings.to(source); i++) {
                    rule.learner().learn(sessions, postings.session(i), source, row);
                }
                row.close(rule, source, (item, score) -> {
                    items.add(item);
                    scores.add(score);
                });
                offsets[source + 1] = items.size();
                stage.advance(1);
            }
        }
        return new ItemToItem(rule.name(), offsets, items.toArray(), scores.toArray());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int catalogueSize() {
        return offsets.length - 1;
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
            int last = prefixes.item(row, prefixes.length(row) - 1);
            for (int i = offsets[last]; i < offsets[last + 1]; i++) {
                out[(row - from) * n + items[i]] = scores[i];
            }
        }
    }

    @Override
    public void rank(Prefixes prefixes, int row, Ranking ranking) {
        prefixes.check(row, row + 1, catalogueSize());
        int last = prefixes.item(row, prefixes.length(row) - 1);
        for (int i = offsets[last]; i < offsets[last + 1]; i++) {
            if (scores[i] != 0) {
                ranking.offer(items[i], scores[i]);
            }
        }
    }
}
