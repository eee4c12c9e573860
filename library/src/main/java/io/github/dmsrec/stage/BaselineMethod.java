package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.baseline.BaselineModel;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Successors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A non-neural baseline, such as popularity, rules, neighbours or a linear map. */
record BaselineMethod(BaselineKind kind) implements Method {

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public String source() {
        return kind.source();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false, true, false, kind.order());
    }

    @Override
    public OptionSet options() {
        return BaselineOptions.optionsOf(kind);
    }

    @Override
    public Map<String, String> toMap(MethodOptions options) {
        return counting(options).toMap();
    }

    @Override
    public Origin origin(MethodOptions options, Data data, Origin origin) {
        return origin.withInput(Provenance.DATASET, data.folder()).withOptions(options.toMap());
    }

    @Override
    public ArtefactFolder train(MethodOptions options, Data data, Origin origin, Path out, Progress progress)
            throws IOException {
        return BaselineModel.write(out, data.dataset(), counting(options), origin(options, data, origin), progress);
    }

    @Override
    public ArtefactFolder trainLike(
            OpenModel model, SessionDataset sessions, Origin origin, Path out, Progress progress) throws IOException {
        return BaselineModel.write(out, sessions, BaselineModel.optionsOf(model.folder(), kind), origin, progress);
    }

    @Override
    public MethodOptions optionsOf(ArtefactFolder model) {
        return new MethodOptions(
                this, Recipe.CORRECTED, BaselineModel.optionsOf(model, kind).values());
    }

    @Override
    public OpenModel open(ArtefactFolder folder, int threads) {
        BaselineModel model = BaselineModel.load(folder, kind);
        Sessions sessions = model.sessions();
        return new OpenModel(
                folder,
                model.recommender(),
                model.catalogue(),
                name(),
                Arrays.stream(model.clicks()).asLongStream().toArray(),
                () -> sessions == null
                        ? null
                        : Successors.of(sessions, model.catalogue().size()),
                Optional.empty(),
                List.of());
    }

    @Override
    public boolean hasLearnedValidation(ArtefactFolder model) {
        return BaselineModel.optionsOf(model, kind).values().get(BaselineOptions.LEARN_FROM)
                == BaselineOptions.LearnFrom.BEFORE_TEST;
    }

    @Override
    public Recommender learnedFromTraining(ArtefactFolder model, SessionDataset dataset, Progress progress) {
        BaselineOptions options = new BaselineOptions(
                kind,
                BaselineModel.optionsOf(model, kind)
                        .values()
                        .with(BaselineOptions.LEARN_FROM, BaselineOptions.LearnFrom.TRAIN));
        return options.learn(options.sessionsOf(dataset), dataset.catalogue(), progress);
    }

    @Override
    public List<JsonNode> history(ArtefactFolder model) {
        return List.of();
    }

    private BaselineOptions counting(MethodOptions options) {
        return new BaselineOptions(kind, options.values());
    }
}
