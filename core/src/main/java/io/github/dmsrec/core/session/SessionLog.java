package io.github.dmsrec.core.session;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a click log says of sessions beside their items. Immutable and safe for use by several threads, as long as nobody
 * changes the arrays. Texts are kept as bytes, whatever lists are given.
 *
 * @param ids the external id of each session
 * @param places where each session stands in its source, from 0; no two are equal
 * @param times when each click of all sessions was made, session after session, in seconds since 1970
 * @param users the external id of the user of each session, if the log knows users
 */
public record SessionLog(List<String> ids, int[] places, double[] times, Optional<List<String>> users) {

    public SessionLog {
        if (ids.size() != places.length) {
            throw new IllegalArgumentException(ids.size() + " session ids but " + places.length + " places");
        }
        if (users.isPresent() && users.get().size() != ids.size()) {
            throw new IllegalArgumentException(users.get().size() + " users of " + ids.size() + " sessions");
        }
        ids = CompactTexts.of(ids);
        users = users.map(CompactTexts::of);
    }

    /** A log that does not know users. */
    public SessionLog(List<String> ids, int[] places, double[] times) {
        this(ids, places, times, Optional.empty());
    }

    /**
     * The log of some sessions.
     *
     * @param from the first session, whose clicks begin at {@code firstClick}
     * @param to the session after the last, whose clicks begin at {@code endClick}
     */
    SessionLog range(int from, int to, int firstClick, int endClick) {
        return new SessionLog(
                CompactTexts.of(ids).range(from, to),
                Arrays.copyOfRange(places, from, to),
                Arrays.copyOfRange(times, firstClick, endClick),
                users.map(known -> CompactTexts.of(known).range(from, to)));
    }

    /** The log of the sessions of the given numbers, in that order, whose clicks were made at the given times. */
    SessionLog select(int[] numbers, double[] timesOfTheirClicks) {
        return new SessionLog(
                CompactTexts.of(ids).select(numbers),
                Arrays.stream(numbers).map(number -> places[number]).toArray(),
                timesOfTheirClicks,
                users.map(known -> CompactTexts.of(known).select(numbers)));
    }

    SessionLog plus(SessionLog others) {
        if (users.isPresent() != others.users.isPresent()) {
            throw new IllegalArgumentException("sessions with users cannot be joined with sessions without");
        }
        int[] allPlaces = Arrays.copyOf(places, places.length + others.places.length);
        System.arraycopy(others.places, 0, allPlaces, places.length, others.places.length);
        double[] allTimes = Arrays.copyOf(times, times.length + others.times.length);
        System.arraycopy(others.times, 0, allTimes, times.length, others.times.length);
        return new SessionLog(
                joined(ids, others.ids),
                allPlaces,
                allTimes,
                users.map(known -> joined(known, others.users.orElseThrow())));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return CompactTexts.of(first).plus(CompactTexts.of(second));
    }
}
