package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.model.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training continues from: a base model whose catalogue begins the data set's. All its weights stay; the rows of new
 * items start from their titles or from the mean. The optimiser and its schedule start from scratch. Immutable.
 */
public final class Continuation {

    /** The manifest's fact about the model that a training went on from. */
    public static final String FACT = "continued";

    /** In that fact: the number of items of the first model, which went on from none. */
    static final String FIRST_ITEMS = "firstItems";

    private final ModelFolder.Contents earlier;
    private final Optional<IntentVectors> titles;

    /**
     * @param earlier the model, as of {@link #open}
     * @param titles the title vectors of the longer catalogue, zero for an empty title, for new items that start from them;
     *     empty for new items that start from the mean of the learned ones
     * @throws IllegalArgumentException if there are titles, but too few, see {@link #canStartFromTitles}
     */
    public Continuation(ModelFolder.Contents earlier, Optional<IntentVectors> titles) {
        if (titles.isPresent() && !canStartFromTitles(earlier, titles.get())) {
            throw new IllegalArgumentException(
                    "too few items with titles were learned for new ones to start from theirs");
        }
        this.earlier = earlier;
        this.titles = titles;
    }

    /**
     * Reads a model that a training on a data set can continue from.
     *
     * @throws UserMistakeException if there is none, it takes intents, or its catalogue does not begin the data set's
     */
    public static ModelFolder.Contents open(Path model, SessionDataset dataset) {
        ModelFolder.Contents earlier = ModelFolder.read(model);
        if (earlier.description().intentDimension().isPresent()) {
            throw new UserMistakeException(
                    "'" + model + "' is fused with intents, which belong to the rows of its data set.",
                    "Continue the base model (' " + model.resolve("generator")
                            + "' is the one in its folder); then make candidates and intents of the longer data set, and"
                            + " train with --intents.");
        }
        requireBeginning(model, earlier.description().catalogue(), dataset);
        return earlier;
    }

    private static void requireBeginning(Path model, Catalogue shorter, SessionDataset dataset) {
        Catalogue longer = dataset.catalogue();
        String fix = "Give another data set: one that 'dmsrec dataset append' made from the model's data set keeps"
                + " every item in its place.";
        for (int item = 0; item < Math.min(shorter.size(), longer.size()); item++) {
            if (!shorter.id(item).equals(longer.id(item))) {
                throw new UserMistakeException(
                        "'" + model + "' and data set '" + dataset.name() + "' number the items otherwise: item "
                                + item + " is '" + shorter.id(item) + "' in the model, but '" + longer.id(item)
                                + "' in the data set.",
                        fix);
            }
        }
        if (shorter.size() > longer.size()) {
            throw new UserMistakeException(
                    "'" + model + "' has " + shorter.size() + " items, but data set '" + dataset.name() + "' has only "
                            + longer.size() + " of them: '" + shorter.id(longer.size())
                            + "' is the first that is missing.",
                    fix);
        }
    }

    /** Whether enough items with titles were learned for new ones to start from theirs. */
    public static boolean canStartFromTitles(ModelFolder.Contents earlier, IntentVectors titles) {
        return TitleProjection.learnable(titles, earlier.description().popularity()).length
                >= TitleProjection.FEWEST_ITEMS;
    }

    /** A text that is equal for continuations that give the same weights. */
    String identity() {
        return earlier.folder().manifest().fingerprint() + " "
                + titles.map(vectors -> String.valueOf(Arrays.hashCode(vectors.values())))
                        .orElse("mean");
    }

    /**
     * Sets the parameters of a network for the longer catalogue.
     *
     * @param longer what the network is made of
     * @param parameters of it
     * @return what keeps the rows of items that nobody clicks
     * @throws UserMistakeException naming every tensor that is missing or of another shape
     */
    UnclickedItems begin(ModelFolder.Description longer, Parameters parameters) {
        List<String> mistakes = new ArrayList<>();
        Map<String, float[]> values = new HashMap<>();
        List<ParameterSpec> tables = new ArrayList<>();
        for (ParameterSpec spec : parameters.specs()) {
            long[] was =
                    earlier.weights().contains(spec.name()) ? earlier.weights().shape(spec.name()) : new long[0];
            boolean rowPerItem = isTable(was, earlier.description().catalogue())
                    && isTable(spec.shape(), longer.catalogue())
                    && Arrays.equals(was, 1, was.length, spec.shape(), 1, spec.shape().length);
            if (was.length == 0) {
                mistakes.add("'" + spec.name() + "' is missing");
            } else if (rowPerItem || Arrays.equals(was, spec.shape())) {
                values.put(spec.name(), Arrays.copyOf(earlier.weights().floats(spec.name()), spec.count()));
                if (rowPerItem && spec.role() != ParameterSpec.Role.FROZEN) {
                    tables.add(spec);
                }
            } else {
                mistakes.add("'" + spec.name() + "' has the shape " + Arrays.toString(was) + ", but "
                        + Arrays.toString(spec.shape()) + " is needed");
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "The tensors of '" + earlier.weightsPath() + "' do not fit the options: "
                            + String.join("; ", mistakes) + ".",
                    "Omit the option that changes them: the model's own value applies.");
        }
        values.forEach(parameters::set);
        UnclickedItems items = UnclickedItems.of(earlier, longer, titles, tables, values);
        items.start(parameters);
        return items;
    }

    private static boolean isTable(long[] shape, Catalogue catalogue) {
        return shape.length == 2 && shape[0] == catalogue.size() + 1L;
    }
}
