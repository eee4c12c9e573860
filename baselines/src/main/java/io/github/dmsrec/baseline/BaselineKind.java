package io.github.dmsrec.baseline;

import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the registry of baselines.
 *
 * @param name lower case with dashes, e.g. {@code "vs-knn"}
 * @param source what it is, who proposed it, where
 * @param order whether it matters which sessions are the later ones
 * @param options its own options; the defaults of both recipes are the same
 * @param maker makes it
 * @param store keeps in a model's folder what took long to learn; null for a method that learns again whenever it is opened,
 *     in less time than reading would take
 */
public record BaselineKind(
        String name, String source, Order order, List<Option<?>> options, Maker maker, @Nullable Store store) {

    /** A method that learns again whenever it is opened. */
    public BaselineKind(String name, String source, Order order, List<Option<?>> options, Maker maker) {
        this(name, source, order, options, maker, null);
    }

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
         * @param progress is told of stages that may take long
         */
        Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options, Progress progress);
    }

    /** Keeps what was learned. */
    public interface Store {

        /**
         * What is kept.
         *
         * @param learned by the method
         * @return tensors by name
         */
        Map<String, SafetensorsFile.Tensor> tensors(Recommender learned);

        /**
         * What was learned, from what was kept.
         *
         * @param kind the method
         * @param file has the tensors
         * @param options the values of all its options
         */
        Recommender read(BaselineKind kind, SafetensorsFile file, OptionValues options);
    }

    public BaselineKind {
        options = List.copyOf(options);
    }
}
