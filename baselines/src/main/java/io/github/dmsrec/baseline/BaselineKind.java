package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * An entry of the registry of baselines.
 *
 * @param name lower case with dashes, e.g. {@code "vs-knn"}
 * @param source what it is, who proposed it, where
 * @param order whether it matters which sessions are the later ones
 * @param options its own options; the defaults of both recipes are the same
 * @param maker makes it
 */
public record BaselineKind(String name, String source, Order order, List<Option<?>> options, Maker maker) {

    /** How a method uses the times of sessions. */
    public enum Order {
        /** Not at all. */
        NONE,
        /** It prefers later sessions. */
        RECENCY,
        /** It prefers later sessions and weighs them by their age. */
        AGE
    }

    /** Learns from complete sessions. */
    @FunctionalInterface
    public interface Maker {

        /**
         * Learns.
         *
         * @param sessions in the order of their source, which decides among equals
         * @param catalogue all items, whose ids decide among equals, too
         * @param options the values of all its options
         */
        Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options);
    }

    public BaselineKind {
        options = List.copyOf(options);
    }
}
