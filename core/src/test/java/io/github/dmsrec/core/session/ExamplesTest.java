package io.github.dmsrec.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    /** Sessions of one click stand alone, in runs, first and last; some fill several words of marks. */
    private static Sessions sessions(int count, int shortest) {
        SplittableRandom random = new RandomStreams(5).stream("sessions");
        List<int[]> sessions = new ArrayList<>();
        int item = 0;
        while (sessions.size() < count) {
            int run = random.nextInt(12) == 0 ? random.nextInt(30) : 0;
            int length = random.nextInt(9) == 0 ? 200 : shortest + random.nextInt(4);
            for (int i = 0; i <= run; i++) {
                int begin = item;
                int end = item + (i < run ? 1 : length);
                sessions.add(IntStream.range(begin, end).toArray());
                item = end;
            }
        }
        sessions.add(new int[] {item});
        return Sessions.of(sessions);
    }

    @Test
    void everyPrefixIsFoundWithoutBeingListed() {
        for (int count : new int[] {0, 1, 2, 7, 500}) {
            Sessions sessions = sessions(count, 1);
            Examples rows = Examples.everyPrefixOf(sessions);

            assertThat(rows.isEveryPrefix()).isTrue();
            assertEveryPrefix(rows);
            assertThatThrownBy(() -> rows.target(rows.size())).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> rows.item(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void sessionsWithoutClicksHaveNoRows() {
        Examples rows = Examples.everyPrefixOf(sessions(200, 0));

        assertThat(rows.isEveryPrefix()).isFalse();
        assertEveryPrefix(rows);
    }

    @Test
    void aListOfEveryPrefixIsNotKept() {
        Sessions sessions = sessions(100, 1);
        Examples every = Examples.everyPrefixOf(sessions);
        int[] session = IntStream.range(0, every.size()).map(every::session).toArray();
        int[] length = IntStream.range(0, every.size()).map(every::length).toArray();

        Examples listed = new Examples(sessions, session, length);
        assertThat(listed.isEveryPrefix()).isTrue();
        assertThat(listed.hasSameRowsAs(every)).isTrue();
        assertThat(listed.longest()).isEqualTo(every.longest());
        int last = session.length - 1;
        assertThat(new Examples(sessions, Arrays.copyOf(session, last), Arrays.copyOf(length, last)).isEveryPrefix())
                .isFalse();
        int second = IntStream.range(0, length.length)
                .filter(row -> length[row] == 2)
                .findFirst()
                .orElseThrow();
        int[] swapped = length.clone();
        swapped[second - 1] = 2;
        swapped[second] = 1;
        Examples other = new Examples(sessions, session, swapped);
        assertThat(other.isEveryPrefix()).isFalse();
        assertThat(other.hasSameRowsAs(every)).isFalse();
    }

    @Test
    void joinedRowsAreTheOnesAndThenTheOthers() {
        Examples every = Examples.everyPrefixOf(sessions(60, 1));
        Examples last = Examples.lastClickOf(sessions(40, 1));
        for (List<Examples> pair : List.of(List.of(every, last), List.of(last, every), List.of(every, every))) {
            Examples first = pair.get(0);
            Examples second = pair.get(1);
            Examples joined = first.plus(second);

            assertThat(joined.isEveryPrefix()).isEqualTo(first == second);
            assertThat(rows(joined)).isEqualTo(concat(rows(first), rows(second)));
            assertThat(joined.session(first.size())).isEqualTo(first.sessions().size() + second.session(0));
            assertThat(joined.longest()).isEqualTo(Math.max(first.longest(), second.longest()));
        }
    }

    @Test
    void laterRowsOfTheSameSessionsGoOnWhereTheEarlierEnd() {
        Sessions whole = sessions(50, 2);
        Sessions begun = whole.beginnings(IntStream.range(0, whole.size())
                .map(s -> Math.max(1, whole.length(s) - 1))
                .toArray());
        Examples all = Examples.everyPrefixOf(begun).continuedBy(Examples.lastClickOf(whole));

        assertThat(all.sessions()).isSameAs(whole);
        assertThat(rows(all)).hasSameElementsAs(rows(Examples.everyPrefixOf(whole)));
        assertThat(all.longest()).isEqualTo(whole.longest() - 1);
    }

    private static List<String> rows(Examples rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> Arrays.toString(rows.items(row)) + " > " + rows.target(row))
                .toList();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static void assertEveryPrefix(Examples rows) {
        Sessions sessions = rows.sessions();
        int row = 0;
        int longest = 0;
        for (int s = 0; s < sessions.size(); s++) {
            for (int length = 1; length < sessions.length(s); length++) {
                assertThat(rows.session(row)).isEqualTo(s);
                assertThat(rows.length(row)).isEqualTo(length);
                assertThat(rows.items(row)).isEqualTo(Arrays.copyOf(sessions.items(s), length));
                assertThat(rows.item(row, length - 1)).isEqualTo(sessions.item(s, length - 1));
                assertThat(rows.target(row)).isEqualTo(sessions.item(s, length));
                longest = Math.max(longest, length);
                row++;
            }
        }
        assertThat(rows.size()).isEqualTo(row);
        assertThat(rows.longest()).isEqualTo(longest);
    }
}
