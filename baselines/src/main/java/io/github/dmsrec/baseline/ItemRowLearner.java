package io.github.dmsrec.baseline;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Learns an item-to-item table one row at a time, for callers that bring the sessions of one item together at a time: each
 * row is bit for bit the one that the method learns from all sessions at once. For one thread.
 */
public final class ItemRowLearner {

    /** The rules, given the options and the clicks on each item. */
    private static final Map<String, BiFunction<OptionValues, int[], ItemToItem.Rule>> RULES = Map.of(
            SequentialRules.KIND.name(), (options, clicks) -> SequentialRules.rule(options),
            AssociationRules.KIND.name(), (options, clicks) -> AssociationRules.rule(options),
            MarkovChain.KIND.name(), (options, clicks) -> MarkovChain.rule(options),
            ItemKnn.KIND.name(), ItemKnn::rule);

    private final ItemToItem.Rule rule;
    private final ItemToItem.Row row;

    private ItemRowLearner(ItemToItem.Rule rule, int catalogueSize) {
        this.rule = rule;
        this.row = new ItemToItem.Row(catalogueSize);
    }

    /** Whether a method with these options has a table whose rows are learned one by one. */
    public static boolean learns(BaselineOptions options) {
        return RULES.containsKey(options.kind().name())
                && (!options.kind().equals(MarkovChain.KIND) || MarkovChain.hasRule(options.values()));
    }

    /**
     * A learner. It holds 9 bytes per item of the catalogue.
     *
     * @param options for which {@link #learns} holds
     * @param clicks on each item, of all sessions {@code [N]}
     */
    public static ItemRowLearner of(BaselineOptions options, int[] clicks) {
        return new ItemRowLearner(rule(options, clicks), clicks.length);
    }

    private static ItemToItem.Rule rule(BaselineOptions options, int[] clicks) {
        BiFunction<OptionValues, int[], ItemToItem.Rule> maker =
                RULES.get(options.kind().name());
        if (maker == null || !learns(options)) {
            throw new IllegalArgumentException(options.kind().name() + " with these options has no such rows");
        }
        return maker.apply(options.values(), clicks);
    }

    /**
     * How many clicks after one on an item its row depends on, those before it not at all; negative if it depends on all
     * clicks of a session.
     *
     * @param options for which {@link #learns} holds
     */
    public static int reach(BaselineOptions options) {
        return rule(options, new int[0]).reach();
    }

    /**
     * The clicks of a session that the row of an item depends on, in their order.
     *
     * @param session catalogue indices of the clicks, with one on the item
     * @param source the item
     * @param reach as of {@link #reach}
     */
    public static int[] relevant(int[] session, int source, int reach) {
        if (reach < 0) {
            return session;
        }
        int[] kept = new int[session.length];
        int size = 0;
        long end = -1;
        for (int click = 0; click < session.length; click++) {
            if (session[click] == source) {
                end = (long) click + reach;
            }
            // What is left out lies between two clicks on the source that stay further apart than the reach.
            if (click <= end) {
                kept[size++] = session[click];
            }
        }
        return Arrays.copyOf(kept, size);
    }

    /**
     * Adds what a session says about an item.
     *
     * @param source the item, the same until {@link #finish}
     * @param relevant the relevant part of a session; sessions come in the order of their source, once each
     */
    public void add(int source, int[] relevant) {
        rule.learner().learn(Sessions.of(List.of(relevant)), 0, source, row);
    }

    /**
     * Ends the row of an item; the next may begin.
     *
     * @param source the item
     */
    public ItemRow finish(int source) {
        IntList items = new IntList();
        FloatList scores = new FloatList();
        row.close(rule, source, (item, score) -> {
            items.add(item);
            scores.add(score);
        });
        return new ItemRow(items.toArray(), scores.toArray());
    }
}
