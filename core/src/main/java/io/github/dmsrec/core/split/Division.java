package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a {@link Splitting} makes of sessions in memory. A split may be empty.
 *
 * @param examples the prediction points of every split, each with the sessions of its split in time order
 * @param sameSessions as of {@link SessionDataset#hasSameSessionsInAllSplits}
 */
public record Division(Map<Split, Examples> examples, boolean sameSessions)
        implements DividedSessions<RuntimeException> {

    public Division {
        examples = Map.copyOf(examples);
    }

    /** What a data set is divided into. */
    public static Division of(SessionDataset dataset) {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            examples.put(split, dataset.examples(split));
        }
        return new Division(examples, dataset.hasSameSessionsInAllSplits());
    }

    /** Divides sessions in order; every click but the first of a session is a target. */
    static Division at(SplitBoundaries boundaries, Sessions ordered) {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            examples.put(split, Examples.everyPrefixOf(ordered.range(boundaries.begin(split), boundaries.end(split))));
        }
        return new Division(examples, false);
    }

    /** The prediction points of a split. */
    public Examples rows(Split split) {
        Examples rows = examples.get(split);
        if (rows == null) {
            throw new IllegalStateException("no " + split.label() + " examples");
        }
        return rows;
    }

    private Sessions sessions(Split split) {
        return rows(split).sessions();
    }

    @Override
    public boolean isLogged() {
        return examples.values().stream().allMatch(rows -> rows.sessions().isLogged());
    }

    @Override
    public boolean hasUsers() {
        return examples.values().stream().allMatch(rows -> rows.sessions().hasUsers());
    }

    @Override
    public int sessionCount(Split split) {
        return sessions(split).size();
    }

    @Override
    public long rowCount(Split split) {
        return rows(split).size();
    }

    @Override
    public double earliestEnd(Split split) {
        Examples rows = rows(split);
        Sessions sessions = rows.sessions();
        return sameSessions
                ? IntStream.range(0, rows.size())
                        .mapToDouble(row -> sessions.time(rows.session(row), rows.length(row)))
                        .min()
                        .orElse(Double.POSITIVE_INFINITY)
                : IntStream.range(0, sessions.size())
                        .mapToDouble(sessions::time)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
    }

    @Override
    public double latestEnd(Split split) {
        Sessions sessions = sessions(split);
        return IntStream.range(0, sessions.size())
                .mapToDouble(sessions::time)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    @Override
    public long endingAfter(Split split, double moment) {
        Sessions sessions = sessions(split);
        return IntStream.range(0, sessions.size())
                .filter(session -> sessions.time(session) > moment)
                .count();
    }

    @Override
    public long beginningBefore(Split split, double moment) {
        Sessions sessions = sessions(split);
        return IntStream.range(0, sessions.size())
                .filter(session -> sessions.time(session, 0) < moment)
                .count();
    }

    @Override
    public SplitLeaks.Users usersOfTest() {
        Set<String> known = new HashSet<>(users(Split.TRAIN));
        known.addAll(users(Split.VALIDATION));
        Set<String> ofTest = new HashSet<>(users(Split.TEST));
        long all = ofTest.size();
        ofTest.retainAll(known);
        return new SplitLeaks.Users(all, ofTest.size());
    }

    private List<String> users(Split split) {
        return sessions(split).log().flatMap(SessionLog::users).orElseThrow();
    }

    @Override
    public long itemsOfTestAlone() {
        BitSet fresh = items(Split.TEST);
        fresh.andNot(items(Split.TRAIN));
        fresh.andNot(items(Split.VALIDATION));
        return fresh.cardinality();
    }

    private BitSet items(Split split) {
        BitSet items = new BitSet();
        clicks(split, (session, item, rows) -> items.set(item));
        return items;
    }

    @Override
    public void clicks(Split split, ClickReader reader) {
        Examples rows = rows(split);
        Sessions sessions = rows.sessions();
        int[] targets = rows.isEveryPrefix() ? new int[0] : rowsOfClicks(rows);
        int click = 0;
        for (int session = 0; session < sessions.size(); session++) {
            for (int i = 0; i < sessions.length(session); i++) {
                int ofClick = rows.isEveryPrefix() ? Math.min(i, 1) : targets[click];
                reader.next(session, sessions.item(session, i), ofClick);
                click++;
            }
        }
    }

    /** How many rows have each click as their target, where they are listed. */
    private static int[] rowsOfClicks(Examples rows) {
        Sessions sessions = rows.sessions();
        int[] first = new int[sessions.size()];
        for (int session = 1; session < first.length; session++) {
            first[session] = first[session - 1] + sessions.length(session - 1);
        }
        int[] targets = new int[sessions.clicks()];
        for (int row = 0; row < rows.size(); row++) {
            targets[first[rows.session(row)] + rows.length(row)]++;
        }
        return targets;
    }
}
