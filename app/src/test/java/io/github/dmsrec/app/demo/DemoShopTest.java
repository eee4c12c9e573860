package io.github.dmsrec.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoShopTest {

    private final DemoShop shop = DemoShop.generate(DemoShop.themeCount(), 2000, 2024);

    @Test
    void hasAFewHundredItemsWithDistinctTitles() {
        assertThat(shop.catalogue().size()).isBetween(200, 600);
        assertThat(shop.catalogue().items()).extracting(Item::title).doesNotHaveDuplicates();
        assertThat(shop.catalogue().hasIntegerIds()).isTrue();
    }

    @Test
    void theSameSeedGivesTheSameShopAndAnotherSeedAnother() {
        String fingerprint = shop.dataset("a").fingerprint();

        assertThat(DemoShop.generate(DemoShop.themeCount(), 2000, 2024)
                        .dataset("b")
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(DemoShop.generate(DemoShop.themeCount(), 2000, 2025)
                        .dataset("a")
                        .fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @Test
    void sessionsFollowIntentsWithMixturesAndRepeats() {
        Sessions sessions = shop.sessions();
        int ofOneCategory = 0;
        int withRepeats = 0;
        for (int s = 0; s < sessions.size(); s++) {
            Set<String> categories = new HashSet<>();
            Set<Integer> items = new HashSet<>();
            for (int item : sessions.items(s)) {
                categories.add(shop.catalogue().item(item).attributes().getOrDefault("category", ""));
                items.add(item);
            }
            ofOneCategory += categories.size() == 1 ? 1 : 0;
            withRepeats += items.size() < sessions.length(s) ? 1 : 0;
        }
        assertThat(ofOneCategory).isBetween(sessions.size() / 3, sessions.size() * 9 / 10);
        assertThat(withRepeats).isBetween(20, sessions.size() / 2);
        assertThat(sessions.clicks()).isBetween(6000, 16_000);
    }

    @Test
    void popularityIsSkewed() {
        int[] clicks = new int[shop.catalogue().size()];
        for (int s = 0; s < shop.sessions().size(); s++) {
            for (int item : shop.sessions().items(s)) {
                clicks[item]++;
            }
        }
        java.util.Arrays.sort(clicks);
        int top = 0;
        for (int i = clicks.length - clicks.length / 10; i < clicks.length; i++) {
            top += clicks[i];
        }
        assertThat((double) top / shop.sessions().clicks()).isGreaterThan(0.25);
        assertThat(clicks[0]).isPositive();
    }

    @Test
    void splitsBySessionInTimeOrder() {
        SessionDataset dataset = shop.dataset("demo");

        assertThat(dataset.sessions(Split.TRAIN).size()).isEqualTo(1600);
        assertThat(dataset.sessions(Split.VALIDATION).size()).isEqualTo(200);
        assertThat(dataset.sessions(Split.TEST).items(0))
                .containsExactly(shop.sessions().items(1800));
    }
}
