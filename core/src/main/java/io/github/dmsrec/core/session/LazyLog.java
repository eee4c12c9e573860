package io.github.dmsrec.core.session;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A log that is fetched when it is first asked for, and kept from then on. Safe for use by several threads. */
final class LazyLog {

    private volatile @Nullable SessionLog log;
    private @Nullable Supplier<SessionLog> source;

    private LazyLog(@Nullable SessionLog log, @Nullable Supplier<SessionLog> source) {
        this.log = log;
        this.source = source;
    }

    /** A log that is there already. */
    static LazyLog of(SessionLog log) {
        return new LazyLog(log, null);
    }

    /** The log that the source will give, once. */
    static LazyLog from(Supplier<SessionLog> source) {
        return new LazyLog(null, source);
    }

    /** The log. What the source throws reaches the caller, and the next one asks again. */
    SessionLog get() {
        SessionLog known = log;
        return known == null ? fetch() : known;
    }

    private synchronized SessionLog fetch() {
        SessionLog known = log;
        if (known == null) {
            if (source == null) {
                throw new IllegalStateException("neither a log nor its source");
            }
            known = source.get();
            log = known;
            // It may hold sessions that nobody else needs.
            source = null;
        }
        return known;
    }
}
