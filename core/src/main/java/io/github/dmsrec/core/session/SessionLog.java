package io.github.dmsrec.core.session;

import java.util.Arrays;

/**
 * What a click log says of sessions beside their items. Immutable and safe for use by several threads, as long as nobody
 * changes the arrays.
 *
 * @param ids the external id of each session
 * @param places where each session stands in its source, from 0; no two are equal
 * @param times when each click of all sessions was made, session after session, in seconds since 1970
 */
public record SessionLog(String[] ids, int[] places, double[] times) {

    public SessionLog {
        if (ids.length != places.length) {
            throw new IllegalArgumentException(ids.length + " session ids but " + places.length + " places");
        }
    }

    /**
     * The log of some sessions.
     *
     * @param from the first session, whose clicks begin at {@code firstClick}
     * @param to the session after the last, whose clicks begin at {@code endClick}
     */
    public SessionLog range(int from, int to, int firstClick, int endClick) {
        return new SessionLog(
                Arrays.copyOfRange(ids, from, to),
                Arrays.copyOfRange(places, from, to),
                Arrays.copyOfRange(times, firstClick, endClick));
    }

    SessionLog plus(SessionLog others) {
        String[] allIds = Arrays.copyOf(ids, ids.length + others.ids.length);
        System.arraycopy(others.ids, 0, allIds, ids.length, others.ids.length);
        int[] allPlaces = Arrays.copyOf(places, allIds.length);
        System.arraycopy(others.places, 0, allPlaces, places.length, others.places.length);
        double[] allTimes = Arrays.copyOf(times, times.length + others.times.length);
        System.arraycopy(others.times, 0, allTimes, times.length, others.times.length);
        return new SessionLog(allIds, allPlaces, allTimes);
    }
}
