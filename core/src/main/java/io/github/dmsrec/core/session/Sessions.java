package io.github.dmsrec.core.session;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Complete sessions: every click of each, as catalogue indices in click order, in flat arrays; with their ids and times
 * where the data has them. Immutable and safe for use by several threads.
 *
 * <p>Ids and times may still be in a file. {@link #log}, {@link #id}, {@link #time}, and orders by time or source, fetch
 * them when they are first asked for; parts and joins of such sessions do not, until they are asked in turn.
 */
public final class Sessions implements Prefixes, SessionFields {

    private final int[] offsets;
    private final int[] clicks;
    private final Optional<LazyLog> log;

    /**
     * Sessions without ids and times.
     *
     * @param offsets session {@code s} is {@code clicks[offsets[s]..offsets[s+1]-1]}; the arrays are not copied and must
     *     not be changed afterwards
     * @param clicks the clicks of all sessions, one session after the other
     */
    public Sessions(int[] offsets, int[] clicks) {
        this(offsets, clicks, Optional.empty());
    }

    /**
     * @param offsets session {@code s} is {@code clicks[offsets[s]..offsets[s+1]-1]}; the arrays are not copied and must
     *     not be changed afterwards
     * @param clicks the clicks of all sessions, one session after the other
     * @param log their ids, places and times, if the data has them
     */
    public Sessions(int[] offsets, int[] clicks, Optional<SessionLog> log) {
        this(log.map(LazyLog::of), offsets, clicks);
        log.ifPresent(this::requireFitting);
    }

    private Sessions(Optional<LazyLog> log, int[] offsets, int[] clicks) {
        if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != clicks.length) {
            throw new IllegalArgumentException("offsets must begin at 0 and end at the number of clicks, "
                    + clicks.length + ", but are " + offsets.length + " values");
        }
        this.offsets = offsets;
        this.clicks = clicks;
        this.log = log;
    }

    /**
     * Sessions whose ids, places and times are fetched when they are first asked for.
     *
     * @param offsets session {@code s} is {@code clicks[offsets[s]..offsets[s+1]-1]}; the arrays are not copied and must
     *     not be changed afterwards
     * @param clicks the clicks of all sessions, one session after the other
     * @param source gives the log, once; what it throws reaches whoever asked, and the next one asks again
     */
    public static Sessions withLogFrom(int[] offsets, int[] clicks, Supplier<SessionLog> source) {
        return new Sessions(Optional.of(LazyLog.from(source)), offsets, clicks);
    }

    private SessionLog requireFitting(SessionLog known) {
        if (known.ids().size() != size() || known.times().length != clicks.length) {
            throw new IllegalArgumentException(known.ids().size() + " ids and " + known.times().length + " times for "
                    + size() + " sessions of " + clicks.length + " clicks");
        }
        return known;
    }

    /** Sessions of a list of arrays. */
    public static Sessions of(List<int[]> sessions) {
        int[] offsets = new int[sessions.size() + 1];
        for (int s = 0; s < sessions.size(); s++) {
            offsets[s + 1] = offsets[s] + sessions.get(s).length;
        }
        int[] clicks = new int[offsets[sessions.size()]];
        for (int s = 0; s < sessions.size(); s++) {
            System.arraycopy(sessions.get(s), 0, clicks, offsets[s], sessions.get(s).length);
        }
        return new Sessions(offsets, clicks);
    }

    @Override
    public int size() {
        return offsets.length - 1;
    }

    /** The number of clicks of all sessions together. */
    public int clicks() {
        return clicks.length;
    }

    /**
     * How often each item was clicked.
     *
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public int[] clicksPerItem(int catalogueSize) {
        int[] clicksPerItem = new int[catalogueSize];
        for (int item : clicks) {
            clicksPerItem[item]++;
        }
        return clicksPerItem;
    }

    @Override
    public int length(int session) {
        return offsets[session + 1] - offsets[session];
    }

    @Override
    public int item(int session, int position) {
        return clicks[offsets[session] + position];
    }

    @Override
    public double time(int session) {
        return time(session, length(session) - 1);
    }

    @Override
    public int[] items(int session) {
        return items(session, length(session));
    }

    /** The first clicks of a session, as an array of its own. */
    int[] items(int session, int length) {
        return Arrays.copyOfRange(clicks, offsets[session], offsets[session] + length);
    }

    /** Where the clicks of a session begin among those of all; for the number of sessions, where they end. */
    int firstClick(int session) {
        return offsets[session];
    }

    /** Whether the data has ids, places and times; says so without fetching them. */
    @Override
    public boolean isLogged() {
        return log.isPresent();
    }

    @Override
    public boolean hasUsers() {
        return log().flatMap(SessionLog::users).isPresent();
    }

    /** The ids, places and times of all sessions, if the data has them. */
    public Optional<SessionLog> log() {
        return log.map(this::fetched);
    }

    private SessionLog fetched(LazyLog known) {
        return requireFitting(known.get());
    }

    /** What a log of other sessions will be when it is asked for, made from that of these. */
    private Optional<LazyLog> derived(UnaryOperator<SessionLog> change) {
        return log.map(known -> LazyLog.from(() -> change.apply(fetched(known))));
    }

    /** The external id of a session; its number where the data has no ids. */
    public String id(int session) {
        return log().map(known -> known.ids().get(session)).orElseGet(() -> Integer.toString(session));
    }

    /** When a click was made, in seconds since 1970; NaN where the data has no times. */
    public double time(int session, int position) {
        return log().map(known -> known.times()[offsets[session] + position]).orElse(Double.NaN);
    }

    /** Sessions {@code from..to-1}. */
    public Sessions range(int from, int to) {
        int[] newOffsets = new int[to - from + 1];
        for (int s = from; s <= to; s++) {
            newOffsets[s - from] = offsets[s] - offsets[from];
        }
        return new Sessions(
                derived(known -> known.range(from, to, offsets[from], offsets[to])),
                newOffsets,
                Arrays.copyOfRange(clicks, offsets[from], offsets[to]));
    }

    /** The sessions of the given numbers, in that order. */
    public Sessions select(int... given) {
        int[] numbers = given.clone();
        int[] newOffsets = new int[numbers.length + 1];
        for (int i = 0; i < numbers.length; i++) {
            newOffsets[i + 1] = newOffsets[i] + length(numbers[i]);
        }
        int[] newClicks = new int[newOffsets[numbers.length]];
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(clicks, offsets[numbers[i]], newClicks, newOffsets[i], length(numbers[i]));
        }
        Optional<LazyLog> newLog = derived(known -> {
            double[] times = new double[newClicks.length];
            for (int i = 0; i < numbers.length; i++) {
                System.arraycopy(known.times(), offsets[numbers[i]], times, newOffsets[i], length(numbers[i]));
            }
            return known.select(numbers, times);
        });
        return new Sessions(newLog, newOffsets, newClicks);
    }

    /**
     * The beginnings of all sessions.
     *
     * @param lengths how many clicks of each session are kept, from 0 to all
     */
    public Sessions beginnings(int... lengths) {
        int[] newOffsets = new int[size() + 1];
        for (int s = 0; s < size(); s++) {
            if (lengths[s] > length(s)) {
                throw new IllegalArgumentException(
                        "session " + s + " has " + length(s) + " clicks, so it has no first " + lengths[s]);
            }
            newOffsets[s + 1] = newOffsets[s] + lengths[s];
        }
        int[] newClicks = new int[newOffsets[size()]];
        for (int s = 0; s < size(); s++) {
            System.arraycopy(clicks, offsets[s], newClicks, newOffsets[s], lengths[s]);
        }
        Optional<LazyLog> newLog = derived(known -> {
            double[] times = new double[newClicks.length];
            for (int s = 0; s < size(); s++) {
                System.arraycopy(known.times(), offsets[s], times, newOffsets[s], newOffsets[s + 1] - newOffsets[s]);
            }
            return new SessionLog(known.ids(), known.places(), times, known.users());
        });
        return new Sessions(newLog, newOffsets, newClicks);
    }

    /** Whether the others are as many, and each begins with the clicks of the session of its number. */
    boolean areBeginningsOf(Sessions others) {
        if (size() != others.size()) {
            return false;
        }
        for (int s = 0; s < size(); s++) {
            int length = length(s);
            if (length > others.length(s)
                    || !Arrays.equals(
                            clicks,
                            offsets[s],
                            offsets[s] + length,
                            others.clicks,
                            others.offsets[s],
                            others.offsets[s] + length)) {
                return false;
            }
        }
        return true;
    }

    /** All sessions by the time of their last clicks, of equal times as they stand; these, where the data has no times. */
    public Sessions inTimeOrder() {
        return log.isEmpty() ? this : select(timeOrder());
    }

    /** The numbers of all sessions in the order of {@link #inTimeOrder}. */
    public int[] timeOrder() {
        IntStream asTheyStand = IntStream.range(0, size());
        return log.isEmpty()
                ? asTheyStand.toArray()
                : asTheyStand
                        .boxed()
                        .sorted(Comparator.comparingDouble(this::time))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    /** The same sessions, as if they stood in their source as they stand here. */
    Sessions placedAsTheyStand() {
        return new Sessions(
                derived(known -> new SessionLog(
                        known.ids(), IntStream.range(0, size()).toArray(), known.times(), known.users())),
                offsets,
                clicks);
    }

    /** All sessions in the order of their source; these, where the data does not know it. */
    public Sessions inSourceOrder() {
        return log().map(known -> select(IntStream.range(0, size())
                        .boxed()
                        .sorted(Comparator.comparingInt(s -> known.places()[s]))
                        .mapToInt(Integer::intValue)
                        .toArray()))
                .orElse(this);
    }

    /**
     * These sessions and then the others.
     *
     * @throws IllegalArgumentException if only these or only the others have ids and times
     */
    public Sessions plus(Sessions others) {
        if (log.isPresent() != others.log.isPresent()) {
            throw new IllegalArgumentException("sessions with times cannot be joined with sessions without");
        }
        int[] newOffsets = Arrays.copyOf(offsets, offsets.length + others.size());
        for (int s = 1; s <= others.size(); s++) {
            newOffsets[size() + s] = clicks.length + others.offsets[s];
        }
        int[] newClicks = Arrays.copyOf(clicks, clicks.length + others.clicks.length);
        System.arraycopy(others.clicks, 0, newClicks, clicks.length, others.clicks.length);
        return new Sessions(derived(known -> known.plus(others.log().orElseThrow())), newOffsets, newClicks);
    }
}
