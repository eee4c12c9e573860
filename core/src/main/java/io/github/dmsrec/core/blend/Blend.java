package io.github.dmsrec.core.blend;

import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds what several recommenders say of an item: the weighted sum of their scores, each made comparable by a {@link Scale}.
 * Late fusion of ranked lists; see Fox and Shaw, TREC-2 1994 (CombSUM), and Cormack et al., SIGIR 2009 (reciprocal ranks).
 * Scores are at least 0. Immutable and safe for use by several threads, if its members are.
 */
public final class Blend implements Recommender {

    /** So many scores of a member are held at once, but those of one row at least. */
    private static final int MOST_SCORES = 1 << 22;

    /** The name of every blend in tables. */
    public static final String NAME = "blend";

    /**
     * A recommender and what it counts.
     *
     * @param recommender scores the same items as all others
     * @param weight at least 0
     */
    public record Member(Recommender recommender, double weight) {}

    private final Scale scale;
    private final List<Member> members;
    private final int items;
    private final boolean zeroUnknown;
    private final ScratchPool<Scratch> scratch = new ScratchPool<>(Scratch::new);

    /**
     * @param scale makes scores comparable
     * @param members at least one
     * @throws IllegalArgumentException if there are none, or they score different numbers of items
     */
    public Blend(Scale scale, List<Member> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a blend needs members");
        }
        this.scale = scale;
        this.members = List.copyOf(members);
        this.items = members.get(0).recommender().catalogueSize();
        this.zeroUnknown =
                members.stream().allMatch(member -> member.recommender().isZeroUnknown());
        for (Member member : members) {
            if (member.recommender().catalogueSize() != items) {
                throw new IllegalArgumentException("'" + member.recommender().name() + "' scores "
                        + member.recommender().catalogueSize() + " items, but another member scores " + items);
            }
        }
    }

    /** Makes scores comparable. */
    public Scale scale() {
        return scale;
    }

    /** The members. */
    public List<Member> members() {
        return members;
    }

    /**
     * The same scale and weights for other recommenders, such as the members with the intents of certain rows.
     *
     * @param others one for each member, in their order
     */
    public Blend of(List<Recommender> others) {
        return new Blend(
                scale,
                IntStream.range(0, members.size())
                        .mapToObj(m -> new Member(others.get(m), members.get(m).weight()))
                        .toList());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int catalogueSize() {
        return items;
    }

    @Override
    public boolean isZeroUnknown() {
        return zeroUnknown;
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] out) {
        prefixes.check(from, to, items);
        Arrays.fill(out, 0, (to - from) * items, 0);
        int atOnce = Math.max(1, Math.min(to - from, MOST_SCORES / Math.max(1, items)));
        scratch.with(held -> {
            float[] scores = held.atLeast(atOnce, items);
            for (Member member : members) {
                for (int first = from; first < to; first += atOnce) {
                    int last = Math.min(first + atOnce, to);
                    member.recommender().score(prefixes, first, last, scores);
                    for (int row = first; row < last; row++) {
                        scale.values(
                                scores,
                                (row - first) * items,
                                member.recommender().isZeroUnknown(),
                                held.values,
                                held.work);
                        add(held.values, (float) member.weight(), out, (row - from) * items);
                    }
                }
            }
        });
    }

    private static void add(float[] values, float weight, float[] out, int offset) {
        for (int i = 0; i < values.length; i++) {
            out[offset + i] += weight * values[i];
        }
    }

    /**
     * What each member adds to the scores of some items.
     *
     * @param prefixes rows of catalogue indices, each of at least one click
     * @param row which
     * @param chosen catalogue indices
     * @return {@code [items][members]}, at least 0
     */
    public float[][] parts(Prefixes prefixes, int row, int... chosen) {
        float[][] parts = new float[chosen.length][members.size()];
        scratch.with(held -> {
            float[] scores = held.atLeast(1, items);
            for (int m = 0; m < members.size(); m++) {
                Member member = members.get(m);
                member.recommender().score(prefixes, row, row + 1, scores);
                scale.values(scores, 0, member.recommender().isZeroUnknown(), held.values, held.work);
                for (int i = 0; i < chosen.length; i++) {
                    parts[i][m] = (float) member.weight() * held.values[chosen[i]];
                }
            }
        });
        return parts;
    }

    /** What a call works with. */
    private static final class Scratch {

        private float[] scores = new float[0];
        private float[] values = new float[0];
        private final Scale.Work work = new Scale.Work();

        float[] atLeast(int rows, int n) {
            if (scores.length < rows * n) {
                scores = new float[rows * n];
            }
            if (values.length != n) {
                values = new float[n];
            }
            return scores;
        }
    }
}
