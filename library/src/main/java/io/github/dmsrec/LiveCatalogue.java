package io.github.dmsrec;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.live.ItemSelector;
import io.github.dmsrec.live.Masks;
import io.github.dmsrec.live.SelectionRequest;
import io.github.dmsrec.live.Titles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a live recommender tells of its items, whatever the session. Safe for use by several threads. */
final class LiveCatalogue {

    private final Catalogue catalogue;
    private final ItemSelector choice;
    private final Titles titles;

    LiveCatalogue(Catalogue catalogue, ItemSelector choice) {
        this.catalogue = catalogue;
        this.choice = choice;
        this.titles = new Titles(catalogue, choice::clicks);
    }

    List<PopularItem> popular(int k) {
        requirePositive(k);
        ItemSelector.Chosen popular = choice.popular(SelectionRequest.best(k, Masks.NONE));
        return Arrays.stream(popular.items())
                .mapToObj(item -> new PopularItem(catalogue.id(item), catalogue.title(item), choice.clicks(item)))
                .toList();
    }

    SimilarItems similar(String id, int k) {
        requirePositive(k);
        int item = catalogue
                .indexOf(id)
                .orElseThrow(() -> new InvalidInputException("The model knows no item with the id '" + id + "'."));
        ItemSelector.Chosen byVectors = choice.similarByVectors(item, k);
        ItemSelector.Chosen similar = byVectors == null ? choice.similarByClicks(item, k) : byVectors;
        List<SimilarItems.SimilarItem> items = new ArrayList<>();
        for (int rank = 0; rank < similar.items().length; rank++) {
            int other = similar.items()[rank];
            items.add(
                    new SimilarItems.SimilarItem(catalogue.id(other), catalogue.title(other), similar.scores()[rank]));
        }
        return new SimilarItems(byVectors == null ? SimilarItems.CO_CLICKS : SimilarItems.ITEM_VECTORS, items);
    }

    @Nullable CatalogueItem item(String id) {
        OptionalInt item = catalogue.indexOf(id);
        return item.isEmpty() ? null : item(item.getAsInt());
    }

    List<CatalogueItem> search(String query, int k) {
        requirePositive(k);
        return titles.search(query, k).stream().map(this::item).toList();
    }

    private CatalogueItem item(int item) {
        return new CatalogueItem(
                catalogue.id(item), catalogue.title(item), catalogue.item(item).attributes(), choice.clicks(item));
    }

    private static void requirePositive(int k) {
        if (k < 1) {
            throw new InvalidInputException("k is " + k + ", but must be at least 1.");
        }
    }
}
