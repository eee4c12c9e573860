package io.github.dmsrec.intent;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers the texts of intents: the catalogue's titles in index order, then other texts as they come. A written text that
 * equals a title is that title.
 */
final class TextTable {

    private final Catalogue catalogue;
    private final Map<String, Integer> indexByText = new HashMap<>();
    private final List<String> others = new ArrayList<>();

    TextTable(Catalogue catalogue) {
        this.catalogue = catalogue;
        for (int item = 0; item < catalogue.size(); item++) {
            if (!catalogue.title(item).isBlank()) {
                indexByText.putIfAbsent(catalogue.title(item), item);
            }
        }
    }

    /** Numbers the texts of a row. */
    void add(InferredRow row) {
        row.explicitIntents().forEach(this::add);
        row.latentIntents().forEach(this::add);
    }

    private void add(IntentText text) {
        if (text instanceof Written written) {
            add(written.text());
        }
    }

    /** Numbers a text that is not a title, unless it has its number. */
    void add(String text) {
        if (!indexByText.containsKey(text)) {
            indexByText.put(text, catalogue.size() + others.size());
            others.add(text);
        }
    }

    /** The number of a text, empty if it has none. */
    Optional<Integer> find(IntentText text) {
        if (text instanceof Title title) {
            return Optional.of(title.item());
        }
        if (text instanceof Written written) {
            return Optional.ofNullable(indexByText.get(written.text()));
        }
        throw new IllegalStateException("unknown text " + text);
    }

    /** The numbers of the texts that have one. */
    int[] find(List<IntentText> texts) {
        return texts.stream()
                .flatMap(text -> find(text).stream())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The texts that are not titles, in the order of their numbers. */
    List<String> others() {
        return List.copyOf(others);
    }

    /** All texts, in the order of their numbers: a view. */
    List<String> all() {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return text(index);
            }

            @Override
            public int size() {
                return TextTable.this.size();
            }
        };
    }

    /** The number of all texts. */
    int size() {
        return catalogue.size() + others.size();
    }

    /** A text by number. */
    String text(int index) {
        return index < catalogue.size() ? catalogue.title(index) : others.get(index - catalogue.size());
    }

    Catalogue catalogue() {
        return catalogue;
    }
}
