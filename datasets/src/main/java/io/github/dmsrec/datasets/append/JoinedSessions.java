package io.github.dmsrec.datasets.append;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.datasets.session.SessionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The sessions of a data set and those of new logs. A session that continues gets its new clicks.
 *
 * @param old the sessions of the data set in the order of their source, with their new clicks
 * @param fresh the sessions that began in the new logs; they stand after the old ones
 * @param continued how many of the old ones went on
 * @param dropped how many new ones were too short
 */
record JoinedSessions(Sessions old, Sessions fresh, int continued, int dropped) {

    /**
     * Joins them.
     *
     * @param base the sessions of the data set, whose places are those in this order
     * @param news the new ones, in the same catalogue
     * @param rule what a session is; one that users are cut into continues if the rule would not have opened another
     * @param shortest new sessions with fewer clicks are dropped
     * @param name of the data set, for messages
     * @throws UserMistakeException if only one of them has times or users, or a session comes again with earlier clicks
     */
    static JoinedSessions of(Sessions base, Sessions news, SessionRule rule, int shortest, String name) {
        requireAlike(base, news, name);
        return new Joining(base, news, rule, shortest, name).join();
    }

    private static void requireAlike(Sessions base, Sessions news, String name) {
        if (base.log().isPresent() != news.log().isPresent()) {
            boolean times = base.log().isPresent();
            throw new UserMistakeException(
                    "'" + name + "' has " + (times ? "" : "no ") + "session ids and times, but the new logs have "
                            + (times ? "none." : "some."),
                    times ? "Add --time." : "Import all logs again, with their times.");
        }
        boolean owned = base.log().flatMap(SessionLog::users).isPresent();
        if (owned != news.log().flatMap(SessionLog::users).isPresent()) {
            throw new UserMistakeException(
                    "'" + name + "' knows " + (owned ? "" : "no ") + "users, but the new logs "
                            + (owned ? "name none." : "name some."),
                    owned ? "Add --user." : "Omit --user.");
        }
    }

    /** Where a session of the new logs belongs, and under which id. */
    private static final class Joining {

        private static final int NONE = -1;

        private final Sessions base;
        private final Sessions news;
        private final SessionRule rule;
        private final int shortest;
        private final String name;
        private final int[] goesOnAt;
        private final List<int[]> added;
        private final List<double[]> addedTimes;

        Joining(Sessions base, Sessions news, SessionRule rule, int shortest, String name) {
            this.base = base;
            this.news = news;
            this.rule = rule;
            this.shortest = shortest;
            this.name = name;
            this.goesOnAt = new int[news.size()];
            this.added = new ArrayList<>();
            this.addedTimes = new ArrayList<>();
            for (int s = 0; s < base.size(); s++) {
                added.add(new int[0]);
                addedTimes.add(new double[0]);
            }
        }

        JoinedSessions join() {
            Arrays.fill(goesOnAt, NONE);
            List<String> ids = new ArrayList<>();
            if (base.log().isPresent()) {
                match(ids);
            }
            int continued = (int) Arrays.stream(goesOnAt)
                    .filter(session -> session != NONE)
                    .distinct()
                    .count();
            List<Integer> kept = new ArrayList<>();
            int dropped = 0;
            for (int s = 0; s < news.size(); s++) {
                if (goesOnAt[s] == NONE) {
                    if (news.length(s) >= shortest) {
                        kept.add(s);
                    } else {
                        dropped++;
                    }
                }
            }
            return new JoinedSessions(
                    continued == 0 ? base : extended(),
                    fresh(kept.stream().mapToInt(Integer::intValue).toArray(), ids),
                    continued,
                    dropped);
        }

        private void match(List<String> ids) {
            boolean cut = rule instanceof SessionRule.Gap
                    || rule instanceof SessionRule.GivenGap
                    || rule instanceof SessionRule.DayWindow;
            Map<String, Integer> byId = new HashMap<>();
            Map<String, Integer> lastOfUser = new HashMap<>();
            for (int s = 0; s < base.size(); s++) {
                byId.put(base.id(s), s);
                if (cut) {
                    int session = s;
                    lastOfUser.merge(user(base, s), s, (a, b) -> base.time(a) > base.time(session) ? a : b);
                }
            }
            Set<String> taken = new HashSet<>(byId.keySet());
            Map<String, Integer> ordinals = new HashMap<>();
            for (int s : inTimeOrder()) {
                int match = cut ? lastOfUser.getOrDefault(user(news, s), NONE) : byId.getOrDefault(news.id(s), NONE);
                if (match != NONE) {
                    requireLater(match, s);
                    if (!cut || rule.goesOn(base.time(match, 0), end(match), news.time(s, 0))) {
                        goesOn(match, s);
                    }
                }
            }
            for (int s = 0; s < news.size(); s++) {
                ids.add(cut && goesOnAt[s] == NONE ? freeId(user(news, s), taken, ordinals) : news.id(s));
            }
        }

        private int[] inTimeOrder() {
            return IntStream.range(0, news.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(s -> news.time(s, 0)))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /** What sessions were cut of: the user, or the name that the log uses again. */
        private String user(Sessions sessions, int session) {
            if (rule instanceof SessionRule.GivenGap) {
                String id = sessions.id(session);
                int end = id.lastIndexOf('-');
                return end < 0 ? id : id.substring(0, end);
            }
            return sessions.log().flatMap(SessionLog::users).orElseThrow().get(session);
        }

        /** The last click of a session, new ones included. */
        private double end(int session) {
            double[] times = addedTimes.get(session);
            return times.length == 0 ? base.time(session) : times[times.length - 1];
        }

        private void requireLater(int match, int session) {
            if (news.time(session, 0) < end(match)) {
                throw new UserMistakeException(
                        "Session '" + base.id(match) + "' of '" + name + "' ends at " + moment(end(match))
                                + ", but the new logs have a click of "
                                + (news.id(session).equals(base.id(match)) ? "it" : "the same user")
                                + " at " + moment(news.time(session, 0)) + " (item index "
                                + news.item(session, 0) + ").",
                        "Remove from the new logs what the data set has already, or make the session ids unique.");
            }
        }

        private static String moment(double seconds) {
            return Instant.ofEpochMilli(Math.round(seconds * 1000)).toString();
        }

        private void goesOn(int match, int session) {
            goesOnAt[session] = match;
            int[] before = added.get(match);
            int[] items = Arrays.copyOf(before, before.length + news.length(session));
            System.arraycopy(news.items(session), 0, items, before.length, news.length(session));
            added.set(match, items);
            double[] times = Arrays.copyOf(addedTimes.get(match), items.length);
            for (int i = before.length; i < items.length; i++) {
                times[i] = news.time(session, i - before.length);
            }
            addedTimes.set(match, times);
        }

        /** The id that an import gives to a session of a user: with the first number that is free. */
        private static String freeId(String user, Set<String> taken, Map<String, Integer> ordinals) {
            String id;
            do {
                id = user + "-" + ordinals.merge(user, 1, Integer::sum);
            } while (!taken.add(id));
            return id;
        }

        private Sessions extended() {
            int[] offsets = new int[base.size() + 1];
            for (int s = 0; s < base.size(); s++) {
                offsets[s + 1] = offsets[s] + base.length(s) + added.get(s).length;
            }
            int[] clicks = new int[offsets[base.size()]];
            double[] times = new double[clicks.length];
            for (int s = 0; s < base.size(); s++) {
                int length = base.length(s);
                System.arraycopy(base.items(s), 0, clicks, offsets[s], length);
                for (int i = 0; i < length; i++) {
                    times[offsets[s] + i] = base.time(s, i);
                }
                System.arraycopy(added.get(s), 0, clicks, offsets[s] + length, added.get(s).length);
                System.arraycopy(addedTimes.get(s), 0, times, offsets[s] + length, added.get(s).length);
            }
            return new Sessions(
                    offsets,
                    clicks,
                    base.log().map(log -> new SessionLog(log.ids(), log.places(), times, log.users())));
        }

        private Sessions fresh(int[] kept, List<String> ids) {
            Sessions chosen = news.select(kept);
            int[] offsets = new int[chosen.size() + 1];
            int[] clicks = new int[chosen.clicks()];
            for (int s = 0; s < chosen.size(); s++) {
                offsets[s + 1] = offsets[s] + chosen.length(s);
                System.arraycopy(chosen.items(s), 0, clicks, offsets[s], chosen.length(s));
            }
            Optional<SessionLog> log = chosen.log()
                    .map(known -> new SessionLog(
                            Arrays.stream(kept).mapToObj(ids::get).toList(),
                            Arrays.stream(known.places())
                                    .map(place -> place + base.size())
                                    .toArray(),
                            known.times(),
                            known.users()));
            return new Sessions(offsets, clicks, log);
        }
    }
}
