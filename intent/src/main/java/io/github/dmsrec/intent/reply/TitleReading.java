package io.github.dmsrec.intent.reply;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an answer by titles is read. It changes no question: the same raw answers can be read either way. */
public enum TitleReading {
    /** As the published code does, see {@link PublishedAnswer}. */
    PUBLISHED,
    /** Titles are found among the candidates, see {@link TitleAnswer}. */
    MATCHED;

    /** The name in options and templates. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reading of a label, empty if there is none. */
    public static Optional<TitleReading> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(reading -> reading.label().equals(label))
                .findFirst();
    }
}
