package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.gnn.loss.CrossEntropy;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An entry of the registry of backbones: everything that the rest of the product has to know of one before it is made.
 *
 * @param name the papers' name, lower case, e.g. {@code "sr-gnn"}
 * @param paper authors, title, venue
 * @param usesGlobalGraph whether it needs {@link BackboneOptions#neighbours()}
 * @param options those of this backbone alone
 * @param published where its published training differs from SR-GNN's: values by key
 * @param corrected where its corrected training differs from SR-GNN's: values by key
 * @param maker makes it
 * @param loss what its training minimises, given the values of all options and the clicks of each item in the training sessions
 * @param everyPosition whether one pass over a session gives the vectors of all its prefixes, see {@link
 *     Backbone#packEveryPrefix}
 */
public record BackboneKind(
        String name,
        String paper,
        boolean usesGlobalGraph,
        List<Option<?>> options,
        Map<String, String> published,
        Map<String, String> corrected,
        Function<BackboneOptions, Backbone> maker,
        BiFunction<OptionValues, long[], TrainingLoss> loss,
        boolean everyPosition) {

    public BackboneKind {
        options = List.copyOf(options);
        published = Map.copyOf(published);
        corrected = Map.copyOf(corrected);
    }

    /** A backbone that can only be trained on the cross entropy over the whole catalogue. */
    public BackboneKind(
            String name,
            String paper,
            boolean usesGlobalGraph,
            List<Option<?>> options,
            Map<String, String> published,
            Map<String, String> corrected,
            Function<BackboneOptions, Backbone> maker) {
        this(
                name,
                paper,
                usesGlobalGraph,
                options,
                published,
                corrected,
                maker,
                (values, clicks) -> new CrossEntropy(),
                false);
    }
}
