package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.backbone.BackboneKind;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.Trainer;
import io.github.dmsrec.gnn.train.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A neural network with a backbone. */
record NeuralMethod(BackboneKind kind) implements Method {

    /** The option of a training that ends with the validation sessions among those that are learned. */
    private static final String REFIT = "refit";

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public String source() {
        return kind.paper();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, false, false, BaselineKind.Order.NONE);
    }

    @Override
    public OptionSet options() {
        return TrainingOptions.optionsOf(kind.name());
    }

    @Override
    public Map<String, String> toMap(MethodOptions options) {
        return options.training().toMap();
    }

    @Override
    public Origin origin(MethodOptions options, Data data, Origin origin) {
        return Training.baseOrigin(origin, data.folder(), options.training(), data.encoder());
    }

    @Override
    public ArtefactFolder train(MethodOptions options, Data data, Origin origin, Path out, Progress progress)
            throws IOException {
        TrainingOptions training = options.training();
        return Training.base(data.dataset(), training, data.encoder(), origin(options, data, origin), out, progress);
    }

    @Override
    public ArtefactFolder trainLike(
            OpenModel model, SessionDataset sessions, Origin origin, Path out, Progress progress) throws IOException {
        TrainingOptions training =
                Training.withoutGraph(model.network().orElseThrow().options());
        ItemTexts texts = ItemTexts.like(model.folder(), sessions, training, origin, progress);
        TrainingData data = TrainingData.of(sessions).withItemTexts(texts.vectors());
        return Trainer.train(data, training, Map.of(), texts.origin(), out, progress);
    }

    @Override
    public MethodOptions optionsOf(ArtefactFolder model) {
        TrainingOptions training = TrainingOptions.read(
                model.manifest().options(), model.manifest().formatVersion());
        return new MethodOptions(this, training.recipe(), training.values());
    }

    @Override
    public OpenModel open(ArtefactFolder folder, int threads) {
        SessionModel model = SessionModel.load(folder.path(), threads);
        return new OpenModel(
                folder,
                model.isFused() ? model.withoutIntents() : model,
                model.catalogue(),
                name(),
                model.popularity(),
                model::successors,
                Optional.of(model),
                List.of());
    }

    /** A network that was trained again on both splits, for as many epochs as validation had chosen, says so. */
    @Override
    public boolean hasLearnedValidation(ArtefactFolder model) {
        return Boolean.parseBoolean(model.manifest().options().get(REFIT));
    }

    @Override
    public List<JsonNode> history(ArtefactFolder model) {
        List<JsonNode> epochs = new ArrayList<>();
        ModelFolder.history(model.path()).forEach(epochs::add);
        return epochs;
    }
}
