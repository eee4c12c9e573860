package io.github.dmsrec.core.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.AvailableMemory;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a data set takes of the heap once it is loaded, estimated from its manifest. A heap that is a little too small is not
 * reported by all of Java's collectors: they clean up without end.
 *
 * @param items in the catalogue
 * @param clicks of all splits
 */
record LoadedSize(long items, long clicks) {

    /** An item with its id, its title of a few words and its place in the index; measured with a million. */
    private static final long BYTES_OF_ITEM = 400;

    private static final long BYTES_OF_CLICK = Integer.BYTES;

    /** The least that all else takes. */
    private static final long BYTES_OF_PROGRAM = 32L << 20;

    /** Of the counts in a manifest; those that are missing count as none. */
    static LoadedSize of(JsonNode statistics) {
        long clicks = 0;
        for (Split split : Split.values()) {
            clicks += statistics.path(split.label()).path("clicks").asLong();
        }
        return new LoadedSize(statistics.path("items").asLong(), clicks);
    }

    /** What is needed at least, in bytes. */
    private long bytes() {
        return BYTES_OF_PROGRAM + BYTES_OF_ITEM * items + BYTES_OF_CLICK * clicks;
    }

    /**
     * Refuses to begin what would not end.
     *
     * @param path of the data set, for the message
     * @param heap of the program at most, in bytes
     * @throws UserMistakeException with what is needed and what there is
     */
    void requireFits(Path path, long heap) {
        if (bytes() > heap) {
            throw new UserMistakeException(
                    String.format(
                            Locale.ROOT,
                            "Data set '%s' of %,d items and %,d clicks needs about %.1f GB of heap, but the program has %.1f GB.",
                            path,
                            items,
                            clicks,
                            bytes() / 1e9,
                            heap / 1e9),
                    "Give the program more, " + AvailableMemory.heapSetting(bytes())
                            + ", and more than that to train on it.");
        }
    }
}
