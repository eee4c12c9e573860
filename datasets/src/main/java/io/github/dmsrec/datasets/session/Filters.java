package io.github.dmsrec.datasets.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is left out of a log. The filters work in the order of this list, each once, but the core, which is repeated until
 * it changes nothing.
 *
 * @param events only clicks of these kinds are kept; all, if the list is empty
 * @param from only clicks from this moment on
 * @param to only clicks before this moment
 * @param dropDuplicates whether of clicks of the same session (or user), item and time only the first is kept
 * @param minItemSupport items with fewer clicks in the whole log are dropped; 1 keeps all. The default 5 is that of the paper
 *     and of session-rec
 * @param dropRepeats whether of an item clicked several times in a row only the first click is kept; after the sessions
 *     are made
 * @param minSessionLength shorter sessions are dropped; 1 keeps all. The default 2 is that of session-rec: a single click
 *     has no target
 * @param maxSessionLength longer sessions are dropped: those of robots
 * @param maxClicks of longer sessions only the last clicks are kept, so many
 * @param core if greater than 1, items of fewer clicks and sessions shorter than this are dropped until there are none
 */
public record Filters(
        List<String> events,
        Optional<Instant> from,
        Optional<Instant> to,
        boolean dropDuplicates,
        int minItemSupport,
        boolean dropRepeats,
        int minSessionLength,
        OptionalInt maxSessionLength,
        OptionalInt maxClicks,
        int core) {

    /** Items from 5 clicks on, sessions from 2. */
    public static final Filters DEFAULT = new Filters(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            5,
            false,
            2,
            OptionalInt.empty(),
            OptionalInt.empty(),
            1);

    /** Nothing is left out. */
    public static final Filters NONE = DEFAULT.withMinItemSupport(1).withMinSessionLength(1);

    public Filters {
        events = List.copyOf(events);
        if (minItemSupport < 1
                || minSessionLength < 1
                || core < 1
                || maxSessionLength.orElse(1) < 1
                || maxClicks.orElse(1) < 1) {
            throw new IllegalArgumentException("supports and lengths are at least 1");
        }
    }

    /** These with another least support of items. */
    public Filters withMinItemSupport(int support) {
        return with(events, support, minSessionLength, core);
    }

    /** These with another least length of sessions. */
    public Filters withMinSessionLength(int length) {
        return with(events, minItemSupport, length, core);
    }

    /** These with only some kinds of clicks. */
    public Filters withEvents(List<String> kinds) {
        return with(kinds, minItemSupport, minSessionLength, core);
    }

    /** These, but nothing is dropped because it is rare or short. */
    public Filters withoutLeastCounts() {
        return with(events, 1, 1, 1);
    }

    private Filters with(List<String> kinds, int support, int length, int leastCore) {
        return new Filters(
                kinds, from, to, dropDuplicates, support, dropRepeats, length, maxSessionLength, maxClicks, leastCore);
    }
}
