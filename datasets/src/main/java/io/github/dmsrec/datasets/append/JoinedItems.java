package io.github.dmsrec.datasets.append;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Two catalogues as one: the items of the first keep their indices, those that only the second has come after them in its
 * order. Titles and attributes of the second count where the first has none.
 *
 * @param catalogue the whole
 * @param indices the index in the whole of each item of the second
 * @param newTitles how many items of the first got a title
 */
record JoinedItems(Catalogue catalogue, int[] indices, int newTitles) {

    static JoinedItems of(Catalogue first, Catalogue second) {
        List<Item> items = new ArrayList<>(first.items());
        int[] indices = new int[second.size()];
        int newTitles = 0;
        for (int i = 0; i < second.size(); i++) {
            Item fresh = second.item(i);
            OptionalInt known = first.indexOf(fresh.id());
            if (known.isEmpty()) {
                indices[i] = items.size();
                items.add(fresh);
            } else {
                indices[i] = known.getAsInt();
                Item old = items.get(indices[i]);
                boolean titled = old.title().isEmpty() && !fresh.title().isEmpty();
                newTitles += titled ? 1 : 0;
                Map<String, String> attributes = new LinkedHashMap<>(old.attributes());
                fresh.attributes().forEach(attributes::putIfAbsent);
                items.set(indices[i], new Item(old.id(), titled ? fresh.title() : old.title(), attributes));
            }
        }
        return new JoinedItems(new Catalogue(items), indices, newTitles);
    }
}
