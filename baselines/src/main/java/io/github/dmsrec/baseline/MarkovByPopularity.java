package io.github.dmsrec.baseline;

import io.github.dmsrec.core.recommend.PopularityOrder;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A first-order Markov chain whose ties are broken by popularity, which untuned beats some published neural models. The score
 * of an item is the number of times it came directly after the last click, plus a fraction below
 * 1 that puts items of equal count in order of popularity, then of index. Immutable and safe for use by several threads.
 */
final class MarkovByPopularity implements Recommender {

    private record Follower(int item, int count) {}

    /** The scores of items that never followed. */
    private final float[] neverScores;

    private final int[] offsets;
    private final int[] followers;
    private final float[] followerScores;

    /**
     * @param sessions complete sessions to count
     * @param catalogueSize the number of items N, above every item of the sessions
     * @param pruning how many followers of an item are kept, given their number; the others count as if they never followed
     */
    MarkovByPopularity(Sessions sessions, int catalogueSize, ItemToItem.Pruning pruning) {
        PopularityOrder popularity = new PopularityOrder(sessions, catalogueSize);
        neverScores = new float[catalogueSize];
        for (int item = 0; item < catalogueSize; item++) {
            neverScores[item] = fraction(popularity.rank(item), catalogueSize);
        }
        int[] starts = pairStarts(sessions, catalogueSize);
        int[] nextClicks = nextClicks(sessions, starts);
        offsets = new int[catalogueSize + 1];
        int[] items = new int[nextClicks.length];
        float[] scores = new float[nextClicks.length];
        int size = 0;
        for (int item = 0; item < catalogueSize; item++) {
            List<Follower> all = followers(nextClicks, starts[item], starts[item + 1], popularity);
            List<Follower> bestFirst = all.subList(0, Math.min(all.size(), pruning.kept(all.size())));
            int first = 0;
            while (first < bestFirst.size()) {
                int count = bestFirst.get(first).count();
                int end = first;
                while (end < bestFirst.size() && bestFirst.get(end).count() == count) {
                    end++;
                }
                for (int i = first; i < end; i++) {
                    items[size] = bestFirst.get(i).item();
                    scores[size++] = count + fraction(i - first, end - first);
                }
                first = end;
            }
            offsets[item + 1] = size;
        }
        followers = Arrays.copyOf(items, size);
        followerScores = Arrays.copyOf(scores, size);
    }

    @Override
    public String name() {
        return MarkovChain.KIND.name();
    }

    @Override
    public int catalogueSize() {
        return neverScores.length;
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] scores) {
        int n = neverScores.length;
        prefixes.check(from, to, n);
        for (int row = from; row < to; row++) {
            int start = (row - from) * n;
            System.arraycopy(neverScores, 0, scores, start, n);
            int last = prefixes.item(row, prefixes.length(row) - 1);
            for (int i = offsets[last]; i < offsets[last + 1]; i++) {
                scores[start + followers[i]] = followerScores[i];
            }
        }
    }

    // Above 0 and below 1, falling with the place. Exact order in a float while count times places stays below 2^23.
    private static float fraction(int place, int places) {
        return (places - place) / (places + 1f);
    }

    private static int[] pairStarts(Sessions sessions, int catalogueSize) {
        int[] starts = new int[catalogueSize + 1];
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 1; i < sessions.length(s); i++) {
                starts[sessions.item(s, i - 1) + 1]++;
            }
        }
        for (int item = 0; item < catalogueSize; item++) {
            starts[item + 1] += starts[item];
        }
        return starts;
    }

    private static int[] nextClicks(Sessions sessions, int[] starts) {
        int[] next = new int[starts[starts.length - 1]];
        int[] free = starts.clone();
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 1; i < sessions.length(s); i++) {
                next[free[sessions.item(s, i - 1)]++] = sessions.item(s, i);
            }
        }
        return next;
    }

    private static List<Follower> followers(int[] nextClicks, int from, int to, PopularityOrder popularity) {
        Arrays.sort(nextClicks, from, to);
        List<Follower> found = new ArrayList<>();
        int first = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || nextClicks[i] != nextClicks[first]) {
                found.add(new Follower(nextClicks[first], i - first));
                first = i;
            }
        }
        found.sort(Comparator.comparingInt((Follower follower) -> -follower.count())
                .thenComparingInt(follower -> popularity.rank(follower.item())));
        return found;
    }
}
