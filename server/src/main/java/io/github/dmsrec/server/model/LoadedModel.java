package io.github.dmsrec.server.model;

import io.github.dmsrec.LiveRecommender;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that is open, and how many work with it. It is closed by the last one after it was replaced. Safe for use by several
 * threads.
 */
final class LoadedModel {

    private static final int FINGERPRINT_DIGITS = 8;

    private final LiveRecommender live;
    private final Path path;
    private final String version;
    private final Instant since = Instant.now();

    /** One for the place in which it is served, and one for each that works with it; 0 when it is closed. */
    private final AtomicInteger users = new AtomicInteger(1);

    LoadedModel(LiveRecommender live, Path path) {
        this.live = live;
        this.path = path;
        this.version = version(live);
    }

    /** Begins to work with it. False if it is closed: another has its place. */
    boolean acquire() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    /** Ends what {@link #acquire} began, or the time in which it is served. */
    void release() {
        if (users.decrementAndGet() == 0) {
            live.close();
        }
    }

    /** What recommends. */
    LiveRecommender live() {
        return live;
    }

    /** Where it was loaded from. */
    Path path() {
        return path;
    }

    /** When it was loaded. */
    Instant since() {
        return since;
    }

    /** The method and the first digits of the fingerprint, e.g. {@code "sr-gnn@3f2a9c1d"}. */
    String version() {
        return version;
    }

    private static String version(LiveRecommender live) {
        String fingerprint = live.fingerprint();
        return live.method() + (live.isFused() ? "+intents" : "") + "@"
                + fingerprint.substring(0, Math.min(FINGERPRINT_DIGITS, fingerprint.length()));
    }
}
