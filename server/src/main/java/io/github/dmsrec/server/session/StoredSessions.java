package io.github.dmsrec.server.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.dmsrec.ServerOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions of visitors who consented, in memory, each until its lifetime or its idle time is over, whichever comes first. Safe
 * for use by several threads.
 */
public final class StoredSessions {

    private final ServerOptions.SessionStore options;
    private final Ticker ticker;
    private final Cache<String, Stored> sessions;

    private record Stored(List<String> clicks, long begun) {}

    /** Keeps sessions by the clock of the machine. */
    public StoredSessions(ServerOptions.SessionStore options) {
        this(options, Ticker.systemTicker());
    }

    StoredSessions(ServerOptions.SessionStore options, Ticker ticker) {
        this.options = options;
        this.ticker = ticker;
        this.sessions = Caffeine.newBuilder()
                .maximumSize(options.sessions())
                .ticker(ticker)
                .expireAfter(new UntilIdleOrOld())
                .build();
    }

    private final class UntilIdleOrOld implements Expiry<String, Stored> {

        @Override
        public long expireAfterCreate(String id, Stored session, long now) {
            return Math.min(options.idle().toNanos(), options.lifetime().toNanos() - (now - session.begun()));
        }

        @Override
        public long expireAfterUpdate(String id, Stored session, long now, long left) {
            return expireAfterCreate(id, session, now);
        }

        @Override
        public long expireAfterRead(String id, Stored session, long now, long left) {
            return left;
        }
    }

    /**
     * Adds a click.
     *
     * @return the session with it, oldest click first
     */
    public List<String> add(String id, String click) {
        Stored stored = sessions.asMap().compute(id, (key, before) -> {
            List<String> clicks = before == null ? new ArrayList<>() : new ArrayList<>(before.clicks());
            clicks.add(click);
            int surplus = Math.max(0, clicks.size() - options.clicks());
            return new Stored(
                    List.copyOf(clicks.subList(surplus, clicks.size())),
                    before == null ? ticker.read() : before.begun());
        });
        return stored.clicks();
    }

    /** Forgets a session, if it is there. */
    public void remove(String id) {
        sessions.invalidate(id);
    }

    /** How many sessions there are, about. */
    public long size() {
        return sessions.estimatedSize();
    }
}
