package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.live.NewItems;
import io.github.dmsrec.stage.ItemTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Items that a model has never seen are scored through their titles. */
class NewItemsTest {

    /** The category of what {@link #withNewItems} adds. */
    static final String CATEGORY = "brand-new";

    /** A data set with two items more, {@code new-1} and {@code new-2}, and the same sessions. */
    static Dataset withNewItems(Dataset dataset, Path folder) {
        SessionDataset content = dataset.content();
        List<Item> items = new ArrayList<>(content.catalogue().items());
        items.add(new Item("new-1", content.catalogue().title(3), Map.of("category", CATEGORY)));
        items.add(new Item("new-2", content.catalogue().title(9), Map.of("category", CATEGORY)));
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            examples.put(split, content.examples(split));
        }
        Path path = folder.resolve("more");
        try {
            DatasetFolder.write(
                    path,
                    new SessionDataset("more", "", new Catalogue(items), examples),
                    Origin.of("more", "test", 1, 1),
                    Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Dataset.open(path);
    }

    @Test
    void aNewItemScoresAsTheTrainedItemsWithTheNearestTitles() {
        Catalogue known = Dataset.open(GoldenFolders.v1("data")).content().catalogue();
        List<Item> more = new ArrayList<>(known.items());
        more.add(new Item("new", known.title(3), Map.of()));
        more.add(new Item("untitled", "", Map.of()));
        long[] clicked = LongStream.generate(() -> 1).limit(known.size()).toArray();
        try (TextEncoder encoder = ItemTexts.open(EncoderOptions.builtIn(), 1)) {
            NewItems items = NewItems.of(known, clicked, new Catalogue(more), encoder, Progress.none());

            assertThat(items.count()).isEqualTo(1);
            int added = items.catalogue().indexOf("new").orElseThrow();
            assertThat(known.title(items.representative(added))).isEqualTo(known.title(3));
            float[] same = new float[known.size()];
            Arrays.fill(same, 2);
            assertThat(items.score(added, same, 0)).isCloseTo(2, within(1e-5f));
            float[] one = new float[known.size()];
            one[items.representative(added)] = 1;
            assertThat(items.score(added, one, 0)).isBetween(0.2f, 1f);
        }
    }
}
