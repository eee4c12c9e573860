package io.github.dmsrec.core.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplittingTest {

    private static final Shares FIFTH_AND_QUARTER = new Shares(0.25, 0.2);

    /** Ten sessions of two clicks; {@code ends} are the times of the last ones, {@code users} may be empty. */
    private static Sessions sessions(double[] ends, String... users) {
        double[] times = Arrays.stream(ends)
                .flatMap(end -> Arrays.stream(new double[] {end - 0.5, end}))
                .toArray();
        List<String> ids =
                IntStream.range(0, ends.length).mapToObj(s -> "s" + s).toList();
        return new Sessions(
                IntStream.rangeClosed(0, ends.length).map(s -> 2 * s).toArray(),
                IntStream.range(0, 2 * ends.length).toArray(),
                Optional.of(new SessionLog(
                        ids,
                        IntStream.range(0, ends.length).toArray(),
                        times,
                        users.length == 0 ? Optional.empty() : Optional.of(List.of(users)))));
    }

    private static List<String> ids(Division division, Split split) {
        Sessions sessions = division.rows(split).sessions();
        return IntStream.range(0, sessions.size()).mapToObj(sessions::id).toList();
    }

    @Test
    void byTimeTheLastSessionsAreHeldOutAndEqualTimesKeepTheirOrder() {
        Sessions all = sessions(new double[] {9, 8, 7, 6, 5, 5, 3, 2, 9, 0});

        Division division = new Splitting.ByTime(FIFTH_AND_QUARTER).divide(all).get(0);

        assertThat(ids(division, Split.TRAIN)).containsExactly("s9", "s7", "s6", "s4", "s5", "s3");
        assertThat(ids(division, Split.VALIDATION)).containsExactly("s2", "s1");
        assertThat(ids(division, Split.TEST)).containsExactly("s0", "s8");
        assertThat(division.rows(Split.TEST).time(0)).isEqualTo(8.5);
        assertThat(division.sameSessions()).isFalse();
        assertThat(new Splitting.ByTime(FIFTH_AND_QUARTER).assumptions(all)).isEmpty();
    }

    @Test
    void withoutTimesTheOrderCountsAndIsNamed() {
        Sessions all = Sessions.of(List.of(new int[] {1, 0}, new int[] {2, 0}, new int[] {3, 0}, new int[] {4, 0}));
        Splitting rule = new Splitting.ByTime(new Shares(0.4, 0.25));

        Division division = rule.divide(all).get(0);

        assertThat(division.rows(Split.TRAIN).sessions().size()).isEqualTo(2);
        assertThat(division.rows(Split.VALIDATION).sessions().items(0)).containsExactly(3, 0);
        assertThat(division.rows(Split.TEST).sessions().items(0)).containsExactly(4, 0);
        assertThat(rule.assumptions(all)).singleElement().asString().contains("no times");
        assertThat(rule.leaks(all)).startsWith("As far as the order");
    }

    @Test
    void windowsFollowEachOtherAndShareNoSession() {
        Sessions all = sessions(new double[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0});

        List<Division> windows = new Splitting.Windows(2, FIFTH_AND_QUARTER).divide(all);

        assertThat(windows).hasSize(2);
        assertThat(ids(windows.get(0), Split.TRAIN)).containsExactly("s9", "s8", "s7");
        assertThat(ids(windows.get(0), Split.VALIDATION)).containsExactly("s6");
        assertThat(ids(windows.get(0), Split.TEST)).containsExactly("s5");
        assertThat(ids(windows.get(1), Split.TRAIN)).containsExactly("s4", "s3", "s2");
        assertThat(ids(windows.get(1), Split.VALIDATION)).containsExactly("s1");
        assertThat(ids(windows.get(1), Split.TEST)).containsExactly("s0");
    }

    @Test
    void usersStayWholeAndTheSeedDrawsThem() {
        double[] ends = IntStream.range(0, 60).asDoubleStream().toArray();
        Sessions all = sessions(
                ends, IntStream.range(0, 60).mapToObj(s -> "u" + s % 20).toArray(String[]::new));

        Division division =
                new Splitting.ByUser(FIFTH_AND_QUARTER, 7).divide(all).get(0);

        Set<String> seen = new HashSet<>();
        List<Integer> users = new ArrayList<>();
        for (Split split : Split.values()) {
            Sessions sessions = division.rows(split).sessions();
            Set<String> ofSplit =
                    new HashSet<>(sessions.log().flatMap(SessionLog::users).orElseThrow());
            assertThat(sessions.size()).isEqualTo(3 * ofSplit.size());
            assertThat(seen).doesNotContainAnyElementsOf(ofSplit);
            seen.addAll(ofSplit);
            users.add(ofSplit.size());
            assertThat(IntStream.range(0, sessions.size())
                            .mapToDouble(sessions::time)
                            .toArray())
                    .isSorted();
        }
        assertThat(users).containsExactly(12, 4, 4);
        assertThat(ids(new Splitting.ByUser(FIFTH_AND_QUARTER, 7).divide(all).get(0), Split.TEST))
                .isEqualTo(ids(division, Split.TEST));
        assertThat(ids(new Splitting.ByUser(FIFTH_AND_QUARTER, 8).divide(all).get(0), Split.TEST))
                .isNotEqualTo(ids(division, Split.TEST));
    }

    @Test
    void withoutUsersEachSessionIsDrawnByItself() {
        Sessions all = sessions(new double[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0});
        Splitting rule = new Splitting.ByUser(FIFTH_AND_QUARTER, 7);

        Division division = rule.divide(all).get(0);

        assertThat(ids(division, Split.TRAIN)).hasSize(6);
        assertThat(ids(division, Split.VALIDATION)).hasSize(2);
        assertThat(ids(division, Split.TEST)).hasSize(2);
        assertThat(rule.assumptions(all)).singleElement().asString().contains("does not know users");
        assertThat(rule.leaks(all)).startsWith("One visitor's sessions may be in several splits");
    }

    @Test
    void leaveLastTakesTheLastTwoClicksApart() {
        SessionDataset dataset = leaveLast();

        assertThat(rows(dataset, Split.TRAIN)).containsExactly("0:1>2", "2:5>6");
        assertThat(rows(dataset, Split.VALIDATION)).containsExactly("0:1 2>3", "1:7>8");
        assertThat(rows(dataset, Split.TEST)).containsExactly("0:1 2 3>4", "1:7 8>9");
        assertThat(dataset.sessions(Split.TRAIN).items(1)).containsExactly(7);
        assertThat(dataset.sessions(Split.TEST).items(3)).containsExactly(3);
    }

    @Test
    void noClickCountsTwiceWhereAllSplitsHaveTheSameSessions() {
        SessionDataset dataset = leaveLast();

        Sessions before = dataset.sessionsBeforeTest();
        assertThat(before.clicksPerItem(10)).containsExactly(0, 1, 1, 2, 0, 1, 1, 1, 1, 0);
        SessionDataset joined = dataset.trainingOnValidation();
        assertThat(joined.sessions(Split.TRAIN).clicksPerItem(10)).isEqualTo(before.clicksPerItem(10));
        assertThat(rows(joined, Split.TRAIN)).containsExactly("0:1>2", "2:5>6", "0:1 2>3", "1:7>8");
        assertThat(joined.withTrainingTargets(Targets.LAST).hasSameSessionsInAllSplits())
                .isTrue();
        assertThat(dataset.allSessions().clicks()).isEqualTo(10);
        assertThat(dataset.allSessions().items(0)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aFoldLeavesTheSameSessionsOutOfAllSplits() {
        SessionDataset dataset = leaveLast();
        for (int fold = 0; fold < 2; fold++) {
            SessionDataset rest = SessionFolds.without(dataset, fold, 2, 3);
            assertThat(rest.hasSameSessionsInAllSplits()).isTrue();
            for (Split split : Split.values()) {
                assertThat(rest.sessions(split).size())
                        .isEqualTo(rest.sessions(Split.TRAIN).size())
                        .isLessThan(4);
            }
        }
    }

    @Test
    void splitsThatShouldHaveTheSameSessionsAreChecked() {
        SessionDataset tiny = TinyDataset.create();

        assertThatThrownBy(() -> new SessionDataset(
                        "d",
                        "f",
                        tiny.catalogue(),
                        Map.of(
                                Split.TRAIN, tiny.examples(Split.TRAIN),
                                Split.VALIDATION, tiny.examples(Split.VALIDATION),
                                Split.TEST, tiny.examples(Split.TEST)),
                        true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same sessions");
    }

    @Test
    void sharesAreDecimal() {
        assertThat(new Shares(0.1, 0.29).testOf(100)).isEqualTo(29);
        assertThat(new Shares(0.1, 0.29).validationOf(100)).isEqualTo(7);
        assertThatThrownBy(() -> new Shares(0.1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SessionDataset leaveLast() {
        Sessions all =
                Sessions.of(List.of(new int[] {1, 2, 3, 4}, new int[] {7, 8, 9}, new int[] {5, 6}, new int[] {3}));
        Division division = new Splitting.LeaveLast().divide(all).get(0);
        return new SessionDataset(
                "d",
                "f",
                new Catalogue(IntStream.range(0, 10)
                        .mapToObj(item -> new Item("i" + item, "", Map.of()))
                        .toList()),
                division.examples(),
                division.sameSessions());
    }

    /** Each row as {@code session:prefix>target}. */
    private static List<String> rows(SessionDataset dataset, Split split) {
        Examples rows = dataset.examples(split);
        return IntStream.range(0, rows.size())
                .mapToObj(row -> rows.session(row) + ":"
                        + String.join(
                                " ",
                                Arrays.stream(rows.items(row))
                                        .mapToObj(Integer::toString)
                                        .toList())
                        + ">" + rows.target(row))
                .toList();
    }

    @Test
    void leaksAreCountedInTheSessionsNotTakenFromTheRule() {
        Sessions all =
                sessions(new double[] {9, 8, 7, 6, 5, 5, 3, 2, 9, 0}, "a", "b", "a", "b", "a", "b", "a", "b", "c", "d");

        SplitLeaks byTime = SplitLeaks.of(
                new Splitting.ByTime(FIFTH_AND_QUARTER).divide(all).get(0));
        assertThat(byTime.times().orElseThrow()).isEqualTo(new SplitLeaks.Times(9, 0, 6, 0, 0));
        assertThat(byTime.users().orElseThrow()).isEqualTo(new SplitLeaks.Users(2, 1));
        assertThat(byTime.newItems()).isEqualTo(4);
        assertThat(byTime.words())
                .startsWith("0 of 8 sessions of training and validation end later than the first of the test")
                .contains("4 items are clicked in the test alone", "1 of the 2 users of the test");

        // The latest first: what a rule in time never makes, and appending older sessions does.
        SplitLeaks backwards = SplitLeaks.of(Division.at(new SplitBoundaries(0, 6, 8, 10), all));
        assertThat(backwards.times().orElseThrow()).isEqualTo(new SplitLeaks.Times(0, 8, 6, 6, 2));
        assertThat(backwards.words())
                .startsWith("8 of 8 sessions of training and validation end later than the first of the test")
                .contains("models learn from the future of the test");
        assertThat(SplitLeaks.of(new Splitting.LeaveLast().divide(all).get(0)).words())
                .startsWith("0 of 10 of the sessions have training clicks");
    }
}
