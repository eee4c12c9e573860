package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.Sessions;
import java.util.stream.IntStream;

/** Sessions in memory, in time order. */
record SessionsInMemory(Sessions ordered) implements OrderedSessions<RuntimeException> {

    private static final double SECONDS_OF_DAY = 86_400;

    @Override
    public int size() {
        return ordered.size();
    }

    @Override
    public int endedBefore(int days) {
        double end = ordered.size() == 0 ? 0 : ordered.time(ordered.size() - 1);
        return (int) IntStream.range(0, ordered.size())
                .filter(session -> ordered.time(session) <= end - days * SECONDS_OF_DAY)
                .count();
    }

    @Override
    public boolean isLogged() {
        return ordered.isLogged();
    }

    @Override
    public boolean hasUsers() {
        return ordered.hasUsers();
    }
}
