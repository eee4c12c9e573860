package io.github.dmsrec.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Items are found by the words of their titles. */
class TitlesTest {

    private static final List<String> TITLES = List.of(
            "Lipstick Red", // 0
            "Lip", // 1
            "Lip Balm", // 2
            "Moisture Lip Balm with Honey and Wax", // 3
            "Lip Balm", // 4: clicked more often than 2
            "Crème brûlée", // 5
            "Łódź Żubrówka", // 6
            "Ångström Straße", // 7
            "口紅 赤い", // 8
            "", // 9
            "AC/DC: Back-in Black (1980)", // 10
            "Ελληνικά ψωμί", // 11
            "lip lip"); // 12

    private static final long[] CLICKS = {0, 0, 1, 2, 50, 0, 0, 0, 0, 0, 0, 0, 0};

    private static Titles titles() {
        return new Titles(
                new Catalogue(IntStream.range(0, TITLES.size())
                        .mapToObj(item -> new Item("id-" + item, TITLES.get(item), Map.of()))
                        .toList()),
                item -> CLICKS[item]);
    }

    @Test
    void everyWordMustMatchTheLastAlsoByItsBeginning() {
        Titles titles = titles();
        assertThat(titles.search("lip", 20)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 12);
        assertThat(titles.search("lip b", 20)).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(titles.search("balm lip", 20)).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(titles.search("li balm", 20)).isEmpty();
        assertThat(titles.search("lip balm lip", 20)).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(titles.search("lip gloss", 20)).isEmpty();
    }

    @Test
    void theSameTitleComesFirstThenWholeWordsThenShortAndPopularOnes() {
        Titles titles = titles();
        assertThat(titles.search("lip", 20)).startsWith(1).endsWith(0);
        assertThat(titles.search("Lip Balm", 20)).containsExactly(4, 2, 3);
        assertThat(titles.search("lip balm", 1)).containsExactly(4);
    }

    @Test
    void caseAndAccentsMakeNoDifference() {
        Titles titles = titles();
        assertThat(titles.search("CREME brulee", 5)).containsExactly(5);
        assertThat(titles.search("cre\u0300me", 5)).containsExactly(5);
        assertThat(titles.search("lodz zubr", 5)).containsExactly(6);
        assertThat(titles.search("angstrom strasse", 5)).containsExactly(7);
        assertThat(titles.search("ελληνικα ΨΩΜΊ", 5)).containsExactly(11);
        assertThat(titles.search("口", 5)).containsExactly(8);
        assertThat(titles.search("back black 1980", 5)).containsExactly(10);
    }

    @Test
    void anIdFindsItsItemFirst() {
        Titles titles = titles();
        assertThat(titles.search(" id-4 ", 5)).startsWith(4).doesNotHaveDuplicates();
        assertThat(titles.search("id-9", 5)).containsExactly(9);
        assertThat(titles.search("id-99", 5)).isEmpty();
    }

    @Test
    void whatIsNoWordFindsNothing() {
        Titles titles = titles();
        assertThat(titles.search("", 5)).isEmpty();
        assertThat(titles.search(" \u0000 *?~\"() ", 5)).isEmpty();
        assertThat(titles.search("lip AND NOT ".repeat(1000), 5)).isEmpty();
        assertThat(titles.search("x".repeat(1_000_000), 5)).isEmpty();
    }

    @Test
    void documentsAreItemsHoweverManyThereAre() {
        int items = 30_000;
        Titles titles = new Titles(
                new Catalogue(IntStream.range(0, items)
                        .mapToObj(item -> new Item("i" + item, "number n" + item + " of a lot", Map.of()))
                        .toList()),
                item -> item);
        for (int item = 0; item < items; item += 997) {
            assertThat(titles.search("n" + item, 1)).containsExactly(item);
        }
        // The most popular are the last.
        assertThat(titles.search("number", 1).get(0)).isGreaterThan(items / 2);
        assertThat(titles.search("number", 1_000_000)).hasSize(items).doesNotHaveDuplicates();
    }

    @Test
    void manyThreadsSearchAtOnceFromTheFirstSearchOn() throws Exception {
        Titles titles = titles();
        List<Callable<List<Integer>>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(() -> titles.search("lip", 20));
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Integer> expected = titles().search("lip", 20);
            for (Future<List<Integer>> call : pool.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(expected);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
