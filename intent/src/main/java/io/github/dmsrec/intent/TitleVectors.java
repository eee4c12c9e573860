package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.intent.encode.EncodedTexts;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.util.Arrays;
import java.util.List;

/** The vectors of a catalogue's titles: row {@code i} is that of item {@code i}, zero for an empty title. */
public final class TitleVectors {

    private TitleVectors() {}

    /**
     * Encodes the titles.
     *
     * @throws UserMistakeException if no item has a title
     */
    public static EncodedTexts encode(SessionDataset dataset, TextEncoder encoder, Progress progress) {
        return encode(
                dataset.name(),
                dataset.catalogue().items().stream().map(Item::title).toList(),
                encoder,
                progress);
    }

    /**
     * Encodes titles, or what stands for them.
     *
     * @param dataset its name, for messages
     * @param texts one for each item; blank for an item without
     * @throws UserMistakeException if all are blank
     */
    public static EncodedTexts encode(String dataset, List<String> texts, TextEncoder encoder, Progress progress) {
        EncodedTexts encoded = encoder.encode(texts, progress);
        if (encoded.blank() == texts.size()) {
            throw new UserMistakeException(
                    "No item of data set '" + dataset + "' has a title, so there is no text to encode.",
                    "Import it again with a file of titles ('--items').");
        }
        return encoded;
    }

    /** The titles among the texts of intents: the first ones. */
    public static IntentVectors of(SessionDataset dataset, IntentTable intents) {
        IntentVectors all = intents.vectors();
        int titles = dataset.catalogue().size();
        return new IntentVectors(all.dimension(), Arrays.copyOf(all.values(), titles * all.dimension()));
    }
}
