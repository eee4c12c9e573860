package io.github.dmsrec.stage;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Split;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which rows an inferrer is asked about: the same share of every split, those first where the base model is least certain
 * of its candidates. The clicks that follow are not looked at.
 *
 * @param share of the rows, in (0, 1)
 * @param by how rows are ranked
 * @param seed of the random ranking
 */
public record AskedShare(double share, By by, long seed) {

    /** The key of the share. */
    public static final String KEY = "share";

    /** The key of the ranking. */
    public static final String BY_KEY = "by";

    /** How rows are ranked. */
    public enum By {
        /** By the difference of the two best scores, the smallest first. */
        UNCERTAINTY,
        /** By the entropy of the softmax of all candidates' scores, the largest first. */
        ENTROPY,
        /** By the seed: the control. */
        RANDOM
    }

    /**
     * Reads the choice.
     *
     * @param share as a text, empty for all rows
     * @param by as a text, empty for {@link By#UNCERTAINTY}
     * @return empty if all rows are asked about
     * @throws UserMistakeException for a wrong value, or a ranking without share
     */
    static Optional<AskedShare> of(Optional<String> share, Optional<String> by, long seed) {
        if (share.isEmpty()) {
            by.ifPresent(word -> {
                throw new UserMistakeException("The option '" + BY_KEY + "' is '" + word
                        + "', but all rows are asked about. Give '" + KEY + "', e.g. 0.2, or omit '" + BY_KEY + "'.");
            });
            return Optional.empty();
        }
        double value;
        try {
            value = Double.parseDouble(share.get());
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0 && value <= 1)) {
            throw new UserMistakeException("The option '" + KEY + "' is '" + share.get()
                    + "'; it must be above 0 and at most 1, e.g. 0.2 for a fifth of the rows.");
        }
        By ranking = by.map(word -> Labels.parse(By.class, word)
                        .orElseThrow(() -> new UserMistakeException("The option '" + BY_KEY + "' is '" + word
                                + "'; it must be one of " + String.join(", ", Labels.all(By.class)) + ".")))
                .orElse(By.UNCERTAINTY);
        return value == 1 ? Optional.empty() : Optional.of(new AskedShare(value, ranking, seed));
    }

    /**
     * The rows that are asked about, in the order of the splits.
     *
     * @param lists of every split
     */
    BitSet rows(Map<Split, CandidateLists> lists) {
        BitSet chosen = new BitSet();
        int first = 0;
        for (Split split : Split.values()) {
            CandidateLists candidates = lists.get(split);
            if (candidates != null) {
                int begin = first;
                ranked(candidates, split).stream()
                        .limit(Math.round(share * candidates.size()))
                        .forEach(row -> chosen.set(begin + row));
                first += candidates.size();
            }
        }
        return chosen;
    }

    private List<Integer> ranked(CandidateLists lists, Split split) {
        if (by == By.RANDOM) {
            return IntStream.of(new RandomStreams(seed).permutation(lists.size(), "share of rows " + split.label()))
                    .boxed()
                    .toList();
        }
        double[] certainty = IntStream.range(0, lists.size())
                .mapToDouble(row -> by == By.ENTROPY ? -entropy(lists, row) : margin(lists, row))
                .toArray();
        return IntStream.range(0, lists.size())
                .boxed()
                .sorted(Comparator.comparingDouble(row -> certainty[row]))
                .toList();
    }

    /** Of a row with one candidate or none there is nothing to choose. */
    static double margin(CandidateLists lists, int row) {
        return lists.count(row) < 2 ? Double.POSITIVE_INFINITY : (double) lists.score(row, 0) - lists.score(row, 1);
    }

    static double entropy(CandidateLists lists, int row) {
        if (lists.count(row) == 0) {
            return 0;
        }
        double best = lists.score(row, 0);
        double sum = 0;
        double weighted = 0;
        for (int rank = 0; rank < lists.count(row); rank++) {
            double below = lists.score(row, rank) - best;
            sum += Math.exp(below);
            weighted += below * Math.exp(below);
        }
        return Math.log(sum) - weighted / sum;
    }
}
