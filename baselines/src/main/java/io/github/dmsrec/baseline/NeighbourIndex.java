package io.github.dmsrec.baseline;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Past sessions, ready to be found by their items. Inside, a session's number is its recency: 0 ended last. Where the
 * data has no times, the place in the source stands for them; of sessions that end at the same time the later in the
 * source is the more recent. Immutable and safe for use by several threads.
 */
final class NeighbourIndex {

    /** How sessions that count the same are put in order, as a cut among them needs. */
    enum Ties {
        /** As a set of their ids is walked in CPython, which is session-rec's order. */
        SESSION_REC,
        /** The most recent first. */
        RECENT
    }

    private final Sessions sessions;
    private final Postings postings;
    private final double[] endTimes;
    private final boolean timed;
    private final int[] places;
    private final long[] keys;
    private final long[] itemKeys;
    private final int[] distinctOffsets;
    private final int[] distinctItems;
    private final int[] lastPositions;
    private final int catalogueSize;

    /**
     * @param inSourceOrder complete sessions; those without clicks are left out
     * @param catalogue all items
     */
    NeighbourIndex(Sessions inSourceOrder, Catalogue catalogue) {
        catalogueSize = catalogue.size();
        itemKeys = LongStream.range(0, catalogueSize)
                .map(item -> catalogue.hasIntegerIds() ? Long.parseLong(catalogue.id((int) item)) : item)
                .toArray();
        timed = inSourceOrder.isLogged();
        Comparator<Integer> byPlace = Comparator.comparingInt(place -> -place);
        int[] order = IntStream.range(0, inSourceOrder.size())
                .filter(s -> inSourceOrder.length(s) > 0)
                .boxed()
                .sorted(
                        timed
                                ? Comparator.<Integer>comparingDouble(s -> -inSourceOrder.time(s))
                                        .thenComparing(byPlace)
                                : byPlace)
                .mapToInt(Integer::intValue)
                .toArray();
        sessions = inSourceOrder.select(order);
        places = order;
        postings = Postings.of(sessions, catalogueSize);
        int count = sessions.size();
        endTimes = new double[count];
        for (int s = 0; s < count; s++) {
            endTimes[s] = sessions.time(s);
        }
        keys = keys();
        distinctOffsets = new int[count + 1];
        int[] items = new int[sessions.clicks()];
        int[] positions = new int[sessions.clicks()];
        int[] lastPosition = new int[catalogueSize];
        int size = 0;
        for (int s = 0; s < count; s++) {
            int[] clicks = sessions.items(s);
            for (int i = 0; i < clicks.length; i++) {
                lastPosition[clicks[i]] = i + 1;
            }
            for (int item : inSetOrder(clicks)) {
                items[size] = item;
                positions[size++] = lastPosition[item];
            }
            distinctOffsets[s + 1] = size;
        }
        distinctItems = Arrays.copyOf(items, size);
        lastPositions = Arrays.copyOf(positions, size);
    }

    // session-rec's sets hold the ids of sessions. Where those are not integers, CPython's order is random in each run.
    private long[] keys() {
        long[] ids = new long[sessions.size()];
        for (int s = 0; s < ids.length; s++) {
            String id = sessions.id(s);
            if (!timed || !id.matches("-?[0-9]{1,18}")) {
                return Arrays.stream(places).asLongStream().toArray();
            }
            ids[s] = Long.parseLong(id);
        }
        return ids;
    }

    int catalogueSize() {
        return catalogueSize;
    }

    /** Whether the sessions have times. */
    boolean isTimed() {
        return timed;
    }

    /** When a session ended, in seconds since 1970. */
    double endTime(int session) {
        return endTimes[session];
    }

    /** When the most recent session ended. */
    double latestTime() {
        return endTimes[0];
    }

    /** The different items among clicks, as CPython walks the set of their ids. */
    int[] inSetOrder(int... clicks) {
        HashOrder items = new HashOrder();
        for (int click : clicks) {
            items.add(itemKeys[click], click);
        }
        return items.values();
    }

    /** Where the different items of a session begin, for {@link #item} and {@link #lastPosition}; in set order. */
    int from(int session) {
        return distinctOffsets[session];
    }

    /** Where they end. */
    int to(int session) {
        return distinctOffsets[session + 1];
    }

    /** Whether an item occurs in a session. */
    boolean contains(int session, int item) {
        for (int place = from(session); place < to(session); place++) {
            if (distinctItems[place] == item) {
                return true;
            }
        }
        return false;
    }

    int item(int place) {
        return distinctItems[place];
    }

    /** The last position of that item in its session, from 1. */
    int lastPosition(int place) {
        return lastPositions[place];
    }

    /**
     * The natural logarithm of sessions per click on an item, as session-rec's idf counts; 0 for an item never clicked, and
     * for one with more clicks than there are sessions, whose scores would else be below 0.
     */
    double[] idf() {
        return idf(sessions.clicksPerItem(catalogueSize), sessions.size());
    }

    /**
     * As {@link #idf()}, of counts.
     *
     * @param clicks on each item {@code [N]}
     * @param sessions those with clicks
     */
    static double[] idf(int[] clicks, long sessions) {
        return Arrays.stream(clicks)
                .mapToDouble(count -> count == 0 ? 0 : Math.max(0, Math.log((double) sessions / count)))
                .toArray();
    }

    /**
     * The sessions that share an item with the clicks.
     *
     * @param clicks at least one, in order
     * @param most how many of them at most, the most recent; 0 for all
     * @param ties in which order they are given
     * @param unions how often each click is joined; session-rec's S-KNN does it twice, which changes the order
     */
    int[] sharing(int[] clicks, int most, Ties ties, int unions) {
        int[] recent = mostRecent(clicks, most == 0 ? Integer.MAX_VALUE : most + 1);
        boolean all = most == 0 || recent.length <= most;
        int[] sample = all ? recent : Arrays.copyOf(recent, most);
        if (ties == Ties.RECENT) {
            return sample;
        }
        if (all) {
            HashOrder relevant = new HashOrder();
            for (int click : clicks) {
                HashOrder ofItem = ofItem(click);
                for (int union = 0; union < unions; union++) {
                    relevant = relevant.union(ofItem);
                }
            }
            return relevant.values();
        }
        HashOrder sampled = new HashOrder();
        for (int session : sample) {
            sampled.add(keys[session], session);
        }
        return sampled.values();
    }

    private HashOrder ofItem(int item) {
        HashOrder order = new HashOrder();
        IntStream.range(postings.from(item), postings.to(item))
                .map(postings::session)
                .boxed()
                .sorted(Comparator.comparingInt(session -> places[session]))
                .forEach(session -> order.add(keys[session], session));
        return order;
    }

    // A merge of the items' lists, which are ascending.
    private int[] mostRecent(int[] clicks, int most) {
        int[] items = Arrays.stream(clicks).distinct().toArray();
        int[] heads = Arrays.stream(items).map(postings::from).toArray();
        int total = Arrays.stream(items).map(postings::count).sum();
        int[] found = new int[Math.min(total, most)];
        int size = 0;
        while (size < found.length) {
            int next = Integer.MAX_VALUE;
            for (int i = 0; i < items.length; i++) {
                if (heads[i] < postings.to(items[i])) {
                    next = Math.min(next, postings.session(heads[i]));
                }
            }
            if (next == Integer.MAX_VALUE) {
                break;
            }
            for (int i = 0; i < items.length; i++) {
                if (heads[i] < postings.to(items[i]) && postings.session(heads[i]) == next) {
                    heads[i]++;
                }
            }
            found[size++] = next;
        }
        return Arrays.copyOf(found, size);
    }
}
