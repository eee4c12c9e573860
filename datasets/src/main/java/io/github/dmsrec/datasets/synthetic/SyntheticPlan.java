package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.RandomStreams;

/**
 * What synthetic data is to be like. A session follows one latent intent, or two at once; within an intent it clicks items that go
 * with any of those it has. A few clicks are strays to what is popular, and a few come back to an item.
 *
 * @param amount how much there is
 * @param intents how many latent intents
 * @param products how many products serve each intent; each comes in two styles, so that there are {@code 2 * products}
 *     items per intent
 * @param lengths of sessions
 * @param itemsExponent the k-th most popular intent, and the k-th most popular product of an intent, is chosen about {@code
 *     k^-itemsExponent} as often as the first; from 0 to 0.95
 * @param signal the planted signal: the share of clicks after a session's first that its intents choose, from 0 to 1
 * @param likeLog whether sessions have ids, times and users, and items are numbered in no order; else they stand as the
 *     intents do
 * @param seed of all draws
 */
public record SyntheticPlan(
        Amount amount,
        int intents,
        int products,
        SyntheticLengths lengths,
        double itemsExponent,
        double signal,
        boolean likeLog,
        long seed) {

    /** How much there is to be. */
    public sealed interface Amount {

        /** A number of clicks; the session that reaches it is the last. */
        record Events(long events) implements Amount {
            @Override
            public long total() {
                return events;
            }

            @Override
            public long done(long sessions, long clicks) {
                return clicks;
            }
        }

        /** A number of sessions. */
        record Visits(long sessions) implements Amount {
            @Override
            public long total() {
                return sessions;
            }

            @Override
            public long done(long sessions, long clicks) {
                return sessions;
            }
        }

        /** How much of what is counted is wanted. */
        long total();

        /** How much of it is there. */
        long done(long sessions, long clicks);
    }

    /** How many themes have names of their own; more are made of them. */
    public static final int SHOP_THEMES = SyntheticIntent.ALL.size();

    /** How many sessions the quickstart uses. */
    public static final int SHOP_SESSIONS = 4000;

    /** Power laws fall the faster the greater; with this one sessions have about five clicks on average. */
    public static final double USUAL_SESSIONS_EXPONENT = 2.4;

    /** The busiest hundredth of the items then has some 15 % of the clicks, as in shops' logs. */
    public static final double USUAL_ITEMS_EXPONENT = 0.6;

    /** As in the shop of the quickstart. */
    public static final double USUAL_SIGNAL = 0.92;

    private static final int LONGEST_MADE = 200;
    private static final int USUAL_ITEMS_PER_INTENT = 24;
    private static final double MOST_ITEMS_EXPONENT = 0.95;

    public SyntheticPlan {
        if (amount.total() < 1
                || intents < 1
                || products < 1
                || itemsExponent < 0
                || itemsExponent > MOST_ITEMS_EXPONENT
                || signal < 0
                || signal > 1
                || 2L * intents * products > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("amounts are positive, the exponent of items is at most "
                    + MOST_ITEMS_EXPONENT + ", the signal at most 1");
        }
    }

    /**
     * The shop of the quickstart: short sessions, without times, on products with names of their own.
     *
     * @param themes how many intents, from 1 to {@link #SHOP_THEMES}
     * @param sessions at least 1
     */
    public static SyntheticPlan shop(int themes, int sessions, long seed) {
        return new SyntheticPlan(
                new Amount.Visits(sessions),
                themes,
                SyntheticIntent.ALL.get(0).products().size(),
                new SyntheticLengths.Geometric(0.8, 20),
                0.5,
                USUAL_SIGNAL,
                false,
                seed);
    }

    /** A log of so many clicks: power laws for lengths and popularity, one item for every fifty clicks. */
    public static SyntheticPlan ofEvents(long events, long seed) {
        long items = Math.min(1_000_000, Math.max(2 * USUAL_ITEMS_PER_INTENT, events / 50));
        return new SyntheticPlan(
                        new Amount.Events(events),
                        1,
                        1,
                        new SyntheticLengths.PowerLaw(USUAL_SESSIONS_EXPONENT, LONGEST_MADE),
                        USUAL_ITEMS_EXPONENT,
                        USUAL_SIGNAL,
                        true,
                        seed)
                .withItems(items);
    }

    /** This plan with about so many items: intents of 24 items each, but not more than a thousand intents. */
    public SyntheticPlan withItems(long items) {
        int newIntents = (int) Math.max(1, Math.min(1000, items / USUAL_ITEMS_PER_INTENT));
        return withIntents(newIntents, items);
    }

    /** This plan with about so many items among so many intents. */
    public SyntheticPlan withIntents(int newIntents, long items) {
        int newProducts = (int) Math.max(1, Math.round(items / 2.0 / newIntents));
        return new SyntheticPlan(amount, newIntents, newProducts, lengths, itemsExponent, signal, likeLog, seed);
    }

    /** This plan with other power laws and another signal. */
    public SyntheticPlan with(double sessionsExponent, double newItemsExponent, double newSignal) {
        return new SyntheticPlan(
                amount,
                intents,
                products,
                new SyntheticLengths.PowerLaw(sessionsExponent, LONGEST_MADE),
                newItemsExponent,
                newSignal,
                likeLog,
                seed);
    }

    /** The number of items. */
    public int items() {
        return 2 * intents * products;
    }

    RandomStreams streams() {
        return new RandomStreams(seed);
    }
}
