package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultMethodTest {

    /** Sessions of five clicks, over so many items of which some have a title. */
    private static SessionDataset shop(int items, int titled, int sessions, int validation) {
        return shop(items, titled, rows(sessions, items), validation);
    }

    private static SessionDataset shop(int items, int titled, Examples train, int validation) {
        List<Item> catalogue = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            catalogue.add(new Item("i" + item, item < titled ? "thing " + item : "", Map.of()));
        }
        return new SessionDataset(
                "shop",
                "fingerprint",
                new Catalogue(catalogue),
                Map.of(
                        Split.TRAIN, train,
                        Split.VALIDATION, rows(validation, items),
                        Split.TEST, rows(1, items)));
    }

    /** Sessions that come back to their first item; one of their four targets does. */
    private static SessionDataset returning(int comingBack, int others) {
        List<int[]> clicks = new ArrayList<>();
        for (int session = 0; session < comingBack + others; session++) {
            int first = 4 + session % 197;
            clicks.add(new int[] {first, 0, session < comingBack ? first : 1, 2, 3});
        }
        return shop(201, 0, Examples.everyPrefixOf(Sessions.of(clicks)), 10);
    }

    private static Examples rows(int sessions, int items) {
        List<int[]> clicks = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            clicks.add(new int[] {session % items, 0, 1, 2, 3});
        }
        return Examples.everyPrefixOf(Sessions.of(clicks));
    }

    @Test
    void aNetworkIsTrainedWhereThereIsEnoughToLearnFrom() {
        DefaultMethod chosen = DefaultMethod.of(shop(201, 0, 2_500, 10));

        assertThat(chosen.options().method().name()).isEqualTo("sasrec");
        assertThat(chosen.options().toMap())
                .containsEntry("targets", "every-position")
                .containsEntry("dimension", "128")
                .containsEntry("item-text", "none");
        assertThat(chosen.line(chosen.options()))
                .isEqualTo(
                        "method: sasrec (201 items, 10,000 targets, few titles; docs/choosing-a-method.md), trained again with"
                                + " the validation sessions unless --set refit=false is given; --method NAME chooses another");
    }

    @Test
    void aNetworkIsTrainedAgainUnlessThatIsTurnedOff() {
        DefaultMethod chosen = DefaultMethod.of(shop(201, 0, 2_500, 10));

        assertThat(chosen.options().toMap()).containsEntry("refit", "true");
        assertThat(chosen.trainsAgain()).isTrue();
        assertThat(chosen.line(chosen.options().with(Map.of("refit", "false")))).doesNotContain("again");
        assertThat(DefaultMethod.network(shop(201, 0, 2_500, 10)).toMap()).containsEntry("refit", "false");
        assertThat(DefaultMethod.of(shop(50, 50, 2_499, 10)).trainsAgain()).isFalse();
    }

    @Test
    void titlesEnterTheItemTableWhereHalfOfTheItemsHaveOne() {
        assertThat(DefaultMethod.of(shop(202, 101, 2_500, 10)).options().toMap())
                .containsEntry("item-text", "add");
        assertThat(DefaultMethod.of(shop(202, 100, 2_500, 10)).options().toMap())
                .containsEntry("item-text", "none");
    }

    @Test
    void manyClicksOfEachItemLeaveTitlesOutAndTakeALargerNetwork() {
        DefaultMethod chosen = DefaultMethod.of(shop(200, 200, 2_500, 10));

        assertThat(chosen.why())
                .isEqualTo(
                        "200 items, 10,000 targets, titles present; many targets of each item, so preset many-clicks without titles");
        assertThat(chosen.options().toMap())
                .containsEntry("dimension", "192")
                .containsEntry("blocks", "3")
                .containsEntry("item-text", "none");
    }

    @Test
    void sessionsThatComeBackTakeTheNetworkThatRanksClickedItems() {
        DefaultMethod chosen = DefaultMethod.of(returning(1_000, 1_500));

        assertThat(chosen.options().method().name()).isEqualTo("core-trm");
        assertThat(chosen.options().toMap())
                .containsEntry("select-by", "ranked")
                .containsEntry("targets", "every-prefix")
                .containsEntry("loss", "cross-entropy")
                .containsEntry("negatives", "4096")
                .containsEntry("seen-items", "compete");
        assertThat(chosen.why())
                .isEqualTo(
                        "201 items, 10,000 targets, few titles; 10.0 % of the targets repeat a clicked item, so preset"
                                + " repeated-clicks, with clicked items ranked");
        assertThat(chosen.line(chosen.options())).contains("recommend with --seen-items rank");
    }

    @Test
    void fewerRepeatsDoNotMatter() {
        DefaultMethod chosen = DefaultMethod.of(returning(999, 1_501));

        assertThat(chosen.options().method().name()).isEqualTo("sasrec");
        assertThat(chosen.why()).doesNotContain("repeat");
    }

    @Test
    void aMethodThatCountsIsTrainedWhereThereIsLittleToLearnFrom() {
        DefaultMethod chosen = DefaultMethod.of(shop(50, 50, 2_499, 10));

        assertThat(chosen.options().method().name()).isEqualTo("slist");
        assertThat(chosen.why()).isEqualTo("50 items, 9,996 targets, titles present");
    }

    @Test
    void withoutValidationRowsNoEpochCanBeChosen() {
        assertThat(DefaultMethod.of(shop(50, 50, 2_500, 0)).options().method().name())
                .isEqualTo("slist");
    }

    @Test
    void aCatalogueThatIsTooLargeForMatricesGetsNeighbours() {
        int items = DefaultMethod.MOST_ITEMS_OF_A_NETWORK + 1;

        assertThat(DefaultMethod.of(shop(items, 0, 2_500, 10))
                        .options()
                        .method()
                        .name())
                .isEqualTo("vs-knn");
    }
}
