package io.github.dmsrec.baseline;

import io.github.dmsrec.core.session.Sessions;

/** The sessions in which each item occurs, each once, ascending. Immutable and safe for use by several threads. */
final class Postings {

    private final int[] offsets;
    private final int[] sessions;

    private Postings(int[] offsets, int[] sessions) {
        this.offsets = offsets;
        this.sessions = sessions;
    }

    static Postings of(Sessions sessions, int catalogueSize) {
        int[] lastSeen = new int[catalogueSize];
        int[] offsets = new int[catalogueSize + 1];
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 0; i < sessions.length(s); i++) {
                int item = sessions.item(s, i);
                if (lastSeen[item] != s + 1) {
                    lastSeen[item] = s + 1;
                    offsets[item + 1]++;
                }
            }
        }
        for (int item = 0; item < catalogueSize; item++) {
            offsets[item + 1] += offsets[item];
            lastSeen[item] = 0;
        }
        int[] free = offsets.clone();
        int[] found = new int[offsets[catalogueSize]];
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 0; i < sessions.length(s); i++) {
                int item = sessions.item(s, i);
                if (lastSeen[item] != s + 1) {
                    lastSeen[item] = s + 1;
                    found[free[item]++] = s;
                }
            }
        }
        return new Postings(offsets, found);
    }

    /** Where the sessions of an item begin. */
    int from(int item) {
        return offsets[item];
    }

    /** Where the sessions of an item end. */
    int to(int item) {
        return offsets[item + 1];
    }

    /** How many sessions an item occurs in. */
    int count(int item) {
        return offsets[item + 1] - offsets[item];
    }

    /** The session at a place between {@link #from} and {@link #to}. */
    int session(int place) {
        return sessions[place];
    }
}
