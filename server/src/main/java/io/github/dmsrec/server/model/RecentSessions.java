package io.github.dmsrec.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The latest sessions that were asked for, to warm up the next model with: items alone, in memory. Safe for use by several threads. */
final class RecentSessions {

    private static final int LONGEST = 50;

    private final AtomicReferenceArray<@Nullable List<String>> kept;
    private final AtomicLong count = new AtomicLong();

    RecentSessions(int most) {
        kept = new AtomicReferenceArray<>(most);
    }

    void add(List<String> session) {
        if (kept.length() > 0) {
            kept.set(
                    (int) (count.getAndIncrement() % kept.length()),
                    session.size() <= LONGEST
                            ? session
                            : List.copyOf(session.subList(session.size() - LONGEST, session.size())));
        }
    }

    List<List<String>> all() {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < kept.length(); i++) {
            List<String> session = kept.get(i);
            if (session != null) {
                all.add(session);
            }
        }
        return all;
    }
}
