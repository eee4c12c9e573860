package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.datasets.append.Lineage;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.Continuation;
import io.github.dmsrec.gnn.train.Trainer;
import io.github.dmsrec.gnn.train.TrainingData;
import io.github.dmsrec.intent.TitleVectors;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Goes on from a base model on a longer data set.
 *
 * @param model the model's folder
 * @param earlier what is in it
 * @param datasetFolder the folder of the data set
 * @param dataset the longer data set
 */
public record ContinuedTraining(
        ArtefactFolder model, ModelFolder.Contents earlier, ArtefactFolder datasetFolder, SessionDataset dataset) {

    /** The key, in a model's manifest, of what new items start from. */
    static final String NEW_ITEMS = "new-items";

    /** What new items start from. */
    public enum NewItems {
        /** What their titles tell. */
        TEXT,
        /** The mean of the learned vectors. */
        MEAN
    }

    /**
     * What a training begins with.
     *
     * @param continuation the weights, and the titles that new items start from
     * @param itemTexts the title vectors of the item table, if the options want any
     * @param origin of the model to be made
     * @param words what there is to be said of it
     */
    public record Start(
            Continuation continuation, Optional<IntentVectors> itemTexts, Origin origin, List<String> words) {}

    /**
     * Opens a model to go on from.
     *
     * @throws UserMistakeException if there is none, it is a baseline or takes intents, or its catalogue does not begin the
     *     data set's
     */
    public static ContinuedTraining of(Path path, ArtefactFolder datasetFolder, SessionDataset dataset) {
        ArtefactFolder model = ArtefactFolder.open(path, ArtefactKind.MODEL);
        Method method = Methods.of(model);
        if (!method.capabilities().epochs()) {
            throw new UserMistakeException("'" + path + "' is a model of " + method.name()
                    + ", which is learned in one pass and has nothing to go on from. Train it on '"
                    + datasetFolder.path()
                    + "' with --method " + method.name() + "; it learns from all its clicks.");
        }
        return new ContinuedTraining(model, Continuation.open(path, dataset), datasetFolder, dataset);
    }

    /** The model's backbone. */
    public String backbone() {
        return options().backbone();
    }

    /** The model's choices. */
    public TrainingOptions options() {
        return earlier.description().options();
    }

    /** The number of items that the model does not know. */
    public int newItems() {
        return dataset.catalogue().size() - earlier.description().catalogue().size();
    }

    /** Why figures on the data set may be better than they should be, if they may. */
    public List<String> newsOfData() {
        String learned = model.manifest()
                .input(Provenance.DATASET)
                .map(Manifest.Input::fingerprint)
                .orElse("unknown");
        JsonNode lineage = datasetFolder.manifest().facts().path(Lineage.FACT);
        boolean same = datasetFolder.manifest().fingerprint().equals(learned);
        boolean heldOutIsNew =
                lineage.path("parents").findValuesAsText("fingerprint").contains(learned)
                        && lineage.path("heldOutIsNew").asBoolean();
        return same || heldOutIsNew
                ? List.of()
                : List.of("nothing tells that the validation and test sessions of '" + datasetFolder.path()
                        + "' are news to '" + model.path() + "': figures on them may be too good.");
    }

    /**
     * Encodes titles where they are needed.
     *
     * @param options of the model to be made
     * @param wanted what new items start from; if nobody says, their titles where there are enough
     * @param given the encoder; if nobody says, the model's or else the built-in one
     * @param origin of the model to be made, without inputs and options
     * @throws UserMistakeException if titles are wanted, but there are too few
     */
    public Start start(
            TrainingOptions options,
            Optional<NewItems> wanted,
            Optional<EncoderOptions> given,
            Origin origin,
            Progress progress) {
        requireUsed(options, wanted, given);
        Origin complete = Training.optionsOrigin(origin, datasetFolder, options).withInput(Provenance.FROM, model);
        List<String> words = new ArrayList<>();
        words.add(String.format(
                Locale.ROOT,
                "goes on from %s: its %,d items keep their vectors, %,d are new; the optimiser and the schedule of the"
                        + " learning rate begin afresh",
                model.path(),
                earlier.description().catalogue().size(),
                newItems()));
        Optional<IntentVectors> itemTexts = Optional.empty();
        if (ItemTexts.wanted(options)) {
            String encoder = ItemTexts.encoderOf(model).toText();
            ItemTexts texts = ItemTexts.like(model, dataset, options, complete, progress);
            complete = texts.origin().withOption(ItemTexts.ENCODER_FOLDER, encoder);
            itemTexts = texts.vectors();
        }
        if (newItems() == 0) {
            return new Start(new Continuation(earlier, Optional.empty()), itemTexts, complete, words);
        }
        Optional<IntentVectors> titles = Optional.empty();
        if (wanted.orElse(NewItems.TEXT) == NewItems.TEXT && (wanted.isPresent() || anyTitle())) {
            titles = itemTexts;
            if (titles.isEmpty()) {
                EncoderOptions encoder = given.orElseGet(EncoderOptions::builtIn);
                try (TextEncoder textEncoder = ItemTexts.open(encoder, complete.threads())) {
                    titles = Optional.of(
                            TitleVectors.encode(dataset, textEncoder, progress).vectors());
                    complete = textEncoder.recordIn(complete).withOption(ItemTexts.ENCODER_FOLDER, encoder.toText());
                }
            }
            if (!Continuation.canStartFromTitles(earlier, titles.get())) {
                if (wanted.isPresent()) {
                    throw new UserMistakeException(
                            "--new-items is text, but too few of the items that '" + model.path()
                                    + "' has learned have a title in '" + datasetFolder.path() + "'.",
                            "--new-items mean was meant, or titles are missing in the data set.");
                }
                titles = Optional.empty();
            }
        }
        NewItems rule = titles.isPresent() ? NewItems.TEXT : NewItems.MEAN;
        words.add(
                rule == NewItems.TEXT
                        ? "new items start from their titles; one that no training session clicks gets its vector from"
                                + " its title again after each epoch"
                        : "new items start from the mean of the learned vectors"
                                + (wanted.isPresent() ? "" : ", as too few learned items have a title"));
        complete = complete.withOption(NEW_ITEMS, Labels.of(rule));
        return new Start(new Continuation(earlier, titles), itemTexts, complete, words);
    }

    private void requireUsed(TrainingOptions options, Optional<NewItems> wanted, Optional<EncoderOptions> given) {
        if (options().itemText() != TrainingOptions.ItemText.NONE
                && (options().itemText() != TrainingOptions.ItemText.ADD
                        || options().values().get(TrainingOptions.ITEM_TEXT_REDUCTION)
                                != TrainingOptions.ItemTextReduction.NONE)) {
            throw new UserMistakeException(
                    "'" + model.path() + "' was trained with item-text="
                            + Labels.of(options().itemText())
                            + " and item-text-reduction="
                            + Labels.of(options().values().get(TrainingOptions.ITEM_TEXT_REDUCTION))
                            + ", which depend on all items of its data set: with other items they are not the same.",
                    "train again on the longer data set, without --from.");
        }
        if (options.itemText() != options().itemText()) {
            throw new UserMistakeException(
                    "item-text is " + Labels.of(options.itemText()) + ", but '" + model.path() + "' was trained with "
                            + Labels.of(options().itemText()) + ".",
                    "leave it away: whether titles are in the item table cannot change any more.");
        }
        if (given.isEmpty()) {
            return;
        }
        if (ItemTexts.wanted(options)) {
            throw new UserMistakeException(
                    "--encoder is given, but the titles in the item table of '" + model.path()
                            + "' are those of its own encoder.",
                    "leave it away.");
        }
        if (newItems() == 0 || wanted.orElse(NewItems.TEXT) == NewItems.MEAN) {
            throw new UserMistakeException(
                    "--encoder is given, but no title is to be encoded"
                            + (newItems() == 0 ? ": '" + datasetFolder.path() + "' has no new items." : "."),
                    "leave it away.");
        }
    }

    private boolean anyTitle() {
        return dataset.catalogue().items().stream().map(Item::title).anyMatch(title -> !title.isBlank());
    }

    /**
     * Trains.
     *
     * @param start as of {@link #start}
     */
    public ArtefactFolder run(TrainingOptions options, Start start, Path out, Progress progress) throws IOException {
        TrainingData data = TrainingData.of(dataset).withItemTexts(start.itemTexts());
        return Trainer.continueFrom(start.continuation(), data, options, start.origin(), out, progress);
    }
}
