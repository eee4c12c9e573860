package io.github.dmsrec.core.split;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionFields;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A rule that divides sessions among training, validation and test, and what it leaks: what models can know through it
 * that they could not know in use. "In time" is by the last click of a session, of equal times by source.
 */
public sealed interface Splitting {

    /** A rule that cuts sessions in time order: how many there are and when they end says where. */
    sealed interface InTime extends Splitting {

        /**
         * Where it cuts.
         *
         * @return as many as {@link #results}, in time order
         */
        <X extends Exception> List<SplitBoundaries> boundaries(OrderedSessions<X> ordered) throws X;

        @Override
        default List<Division> divide(Sessions all) {
            Sessions ordered = all.inTimeOrder();
            return boundaries(new SessionsInMemory(ordered)).stream()
                    .map(cut -> Division.at(cut, ordered))
                    .toList();
        }
    }

    /**
     * The last sessions in time are the test, the last of the others validation.
     *
     * @param shares of the sessions
     */
    record ByTime(Shares shares) implements InTime {

        @Override
        public String label() {
            return "time";
        }

        @Override
        public boolean byShares() {
            return true;
        }

        @Override
        public <X extends Exception> List<SplitBoundaries> boundaries(OrderedSessions<X> ordered) throws X {
            return List.of(SplitBoundaries.of(shares, 0, ordered.size()));
        }

        @Override
        public String rule(SessionFields all) {
            return SplitDescriptions.cutInTime("sessions by time of last click", shares);
        }

        @Override
        public String leaks(SessionFields all) {
            return SplitDescriptions.leaksInTime(all);
        }

        @Override
        public List<String> assumptions(SessionFields all) {
            return SplitDescriptions.orderForTime(all);
        }
    }

    /**
     * The sessions that end within the last days are the test, those of as many days before them validation.
     *
     * @param days the number of days of each, at least 1; they are counted back from the last click of all
     */
    record ByDays(int days) implements InTime {

        public ByDays {
            if (days < 1) {
                throw new IllegalArgumentException("at least 1 day is needed, but there are " + days);
            }
        }

        @Override
        public String label() {
            return "days";
        }

        @Override
        public <X extends Exception> List<SplitBoundaries> boundaries(OrderedSessions<X> ordered) throws X {
            if (!ordered.isLogged()) {
                throw new IllegalArgumentException("sessions without times cannot be split by days");
            }
            return List.of(
                    new SplitBoundaries(0, ordered.endedBefore(2 * days), ordered.endedBefore(days), ordered.size()));
        }

        @Override
        public String rule(SessionFields all) {
            return "sessions by time of last click; test: those that end less than " + days
                    + " days before the last of all; validation: those of the " + days
                    + " days before; train: the rest; no session is cut, every click but the first is a target";
        }

        @Override
        public String leaks(SessionFields all) {
            return SplitDescriptions.leaksInTime(all);
        }

        @Override
        public List<String> assumptions(SessionFields all) {
            return List.of();
        }
    }

    /**
     * As many windows as are asked for, one after the other in time and equal in sessions, each split by time. No session
     * is in two windows.
     *
     * @param count the number of windows, at least 2
     * @param shares of the sessions of a window
     */
    record Windows(int count, Shares shares) implements InTime {

        public Windows {
            if (count < 2) {
                throw new IllegalArgumentException("at least 2 windows are needed, but there are " + count);
            }
        }

        @Override
        public String label() {
            return "windows";
        }

        @Override
        public boolean byShares() {
            return true;
        }

        @Override
        public int results() {
            return count;
        }

        @Override
        public <X extends Exception> List<SplitBoundaries> boundaries(OrderedSessions<X> ordered) throws X {
            int all = ordered.size();
            return IntStream.range(0, count)
                    .mapToObj(window -> SplitBoundaries.of(
                            shares, (int) ((long) window * all / count), (int) ((window + 1L) * all / count)))
                    .toList();
        }

        @Override
        public String rule(SessionFields all) {
            return SplitDescriptions.cutInTime(
                    "sessions by time of last click, in " + count + " windows of equal numbers; those of one window",
                    shares);
        }

        @Override
        public String leaks(SessionFields all) {
            return SplitDescriptions.leaksInTime(all)
                    + " The windows share no session, but they follow each other: their results come from one shop and are"
                    + " not independent trials.";
        }

        @Override
        public List<String> assumptions(SessionFields all) {
            return SplitDescriptions.orderForTime(all);
        }
    }

    /**
     * All sessions of a user are in one split, which is drawn.
     *
     * @param shares of the users
     * @param seed of the draw
     */
    record ByUser(Shares shares, long seed) implements Splitting {

        @Override
        public String label() {
            return "user";
        }

        @Override
        public boolean byShares() {
            return true;
        }

        @Override
        public List<Division> divide(Sessions all) {
            Sessions ordered = all.inTimeOrder();
            int[] userOf = users(ordered);
            int users = Arrays.stream(userOf).max().orElse(-1) + 1;
            int[] drawn = new RandomStreams(seed).permutation(users, "split by user");
            int test = shares.testOf(users);
            int held = test + shares.validationOf(users);
            Split[] splitOf = new Split[users];
            for (int i = 0; i < users; i++) {
                splitOf[drawn[i]] = i < test ? Split.TEST : i < held ? Split.VALIDATION : Split.TRAIN;
            }
            int[] sorted = Arrays.stream(Split.values())
                    .flatMapToInt(split ->
                            IntStream.range(0, ordered.size()).filter(session -> splitOf[userOf[session]] == split))
                    .toArray();
            int trained = count(Split.TRAIN, userOf, splitOf);
            int validated = count(Split.VALIDATION, userOf, splitOf);
            return List.of(Division.at(
                    new SplitBoundaries(0, trained, trained + validated, sorted.length), ordered.select(sorted)));
        }

        private static int count(Split split, int[] userOf, Split[] splitOf) {
            return (int)
                    Arrays.stream(userOf).filter(user -> splitOf[user] == split).count();
        }

        /** The user of each session, numbered as they first come. */
        private static int[] users(Sessions sessions) {
            return sessions.log()
                    .flatMap(SessionLog::users)
                    .map(known -> {
                        Map<String, Integer> numbers = new LinkedHashMap<>();
                        return known.stream()
                                .mapToInt(user -> {
                                    numbers.putIfAbsent(user, numbers.size());
                                    return numbers.getOrDefault(user, -1);
                                })
                                .toArray();
                    })
                    .orElseGet(() -> IntStream.range(0, sessions.size()).toArray());
        }

        @Override
        public String rule(SessionFields all) {
            return "whole users, drawn with seed " + seed + "; test: " + shares.testWords()
                    + " of the users; validation: " + shares.validationWords()
                    + " of the others; train: the rest; sessions in time order, every click but the first is a target";
        }

        @Override
        public String leaks(SessionFields all) {
            return (all.hasUsers()
                            ? "Whole users are drawn, "
                            : "One visitor's sessions may be in several splits, and they are drawn ")
                    + "whatever the time of their sessions: trends, popular items and new items may be known from the future.";
        }

        @Override
        public List<String> assumptions(SessionFields all) {
            return all.hasUsers()
                    ? List.of()
                    : List.of("the data set does not know users, so each session counts as a user of its own");
        }
    }

    /**
     * The last click of every session is the test's target, the one before it that of validation; training has the clicks
     * before both. Sessions of fewer than three clicks are trained on whole, and have no row of validation and test.
     */
    record LeaveLast() implements Splitting {

        private static final int SHORTEST = 3;

        @Override
        public String label() {
            return "leave-last";
        }

        @Override
        public List<Division> divide(Sessions all) {
            Sessions whole = all.inTimeOrder();
            int[] heldOut = IntStream.range(0, whole.size())
                    .filter(session -> whole.length(session) >= SHORTEST)
                    .toArray();
            return List.of(new Division(
                    Map.of(
                            Split.TRAIN, Examples.everyPrefixOf(without(2, whole)),
                            Split.VALIDATION, lastClicks(without(1, whole), heldOut),
                            Split.TEST, lastClicks(whole, heldOut)),
                    true));
        }

        private static Sessions without(int last, Sessions whole) {
            return whole.beginnings(IntStream.range(0, whole.size())
                    .map(session -> whole.length(session) - (whole.length(session) < SHORTEST ? 0 : last))
                    .toArray());
        }

        private static Examples lastClicks(Sessions sessions, int[] numbers) {
            return new Examples(
                    sessions,
                    numbers,
                    Arrays.stream(numbers)
                            .map(session -> sessions.length(session) - 1)
                            .toArray());
        }

        @Override
        public String rule(SessionFields all) {
            return "test: the last click of every session of at least " + SHORTEST
                    + " clicks; validation: the click before it; train: the clicks before both, every one but the first is a"
                    + " target; shorter sessions are trained on whole; all splits hold the same sessions, by time of"
                    + " last click";
        }

        @Override
        public String leaks(SessionFields all) {
            return "The beginning of every test session is trained on, and so may be clicks of other sessions that were made"
                    + " after its last one: trends, popular items and new items may be known from the future.";
        }

        @Override
        public List<String> assumptions(SessionFields all) {
            return List.of();
        }
    }

    /** In one word. */
    String label();

    /** Whether it divides by {@link Shares}, and not by days or clicks. */
    default boolean byShares() {
        return false;
    }

    /** How many data sets it makes. */
    default int results() {
        return 1;
    }

    /**
     * Divides sessions.
     *
     * @param all in the order of their source
     * @return as many as {@link #results}, in time order
     */
    List<Division> divide(Sessions all);

    /**
     * The rule in words, without a full stop.
     *
     * @param all what is divided
     */
    String rule(SessionFields all);

    /**
     * What the rule itself gives away, in sentences; {@link SplitLeaks} counts what the sessions that it divides give away.
     *
     * @param all what is divided
     */
    String leaks(SessionFields all);

    /**
     * What is taken for granted because the data does not tell it.
     *
     * @param all what is divided
     */
    List<String> assumptions(SessionFields all);
}
