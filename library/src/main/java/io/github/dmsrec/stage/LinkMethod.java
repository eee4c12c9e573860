package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.baseline.BaselineModel;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.Link;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Link}: a linear map that learns from sessions and from a trained network. Its folder is that of a baseline,
 * and names the network among its inputs; it needs the network no more once it is written.
 */
record LinkMethod() implements Method {

    /** How the folder is opened and what its options are: as those of a non-neural baseline. */
    private static final BaselineMethod FOLDER = new BaselineMethod(Link.KIND);

    /** The fact that the teacher has learned from the validation sessions. */
    private static final String TAUGHT_VALIDATION = "teacherLearnedValidation";

    @Override
    public String name() {
        return Link.KIND.name();
    }

    @Override
    public String source() {
        return Link.KIND.source();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false, false, true, Link.KIND.order());
    }

    @Override
    public OptionSet options() {
        return FOLDER.options();
    }

    @Override
    public Map<String, String> toMap(MethodOptions options) {
        return FOLDER.toMap(options);
    }

    @Override
    public Origin origin(MethodOptions options, Data data, Origin origin) {
        return FOLDER.origin(options, data, origin).withInput(Provenance.TEACHER, teacher(options, data));
    }

    /** The teacher's folder, if it is one that can teach for the data set. */
    private static ArtefactFolder teacher(MethodOptions options, Data data) {
        Path path = options.values()
                .get(Link.TEACHER)
                .orElseThrow(() -> new UserMistakeException(
                        "link learns from a trained neural model, but no teacher is given.",
                        "Train one, 'dmsrec train --method sasrec --out TEACHER', and add '--set teacher=TEACHER'."));
        ArtefactFolder teacher = ArtefactFolder.open(path, ArtefactKind.MODEL);
        Method method = Methods.of(teacher);
        if (!method.capabilities().epochs()) {
            throw new UserMistakeException(
                    "'" + path + "' is a model of " + method.name() + ", but link learns from one neural network.",
                    "Give a model of one of: " + String.join(", ", Methods.trainedInEpochs()) + ".");
        }
        if (teacher.manifest().facts().path("fused").asBoolean()) {
            throw new UserMistakeException(
                    "'" + path + "' is a model with intents, which single clicks do not have.",
                    "Give the base model that it was fused upon, or another one without intents.");
        }
        Provenance.requireMadeFrom(teacher, Provenance.DATASET, data.folder());
        return teacher;
    }

    @Override
    public ArtefactFolder train(MethodOptions options, Data data, Origin origin, Path out, Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            ArtefactFolder folder = teacher(options, data);
            Origin complete = origin(options, data, origin);
            boolean taughtValidation = Methods.of(folder).hasLearnedValidation(folder);
            try (OpenModel teacher = OpenModel.open(folder.path(), origin.threads())) {
                requireItems(teacher, data.dataset().catalogue());
                BaselineKind kind = Link.taughtBy(teacher.recommender());
                return BaselineModel.write(
                        out, data.dataset(), new BaselineOptions(kind, options.values()), complete, progress, facts -> {
                            facts.put("selectedOn", ModelSelection.splitOf(folder));
                            facts.put(TAUGHT_VALIDATION, taughtValidation);
                        });
            }
        }
    }

    /** Imported weights name no data set: their items tell whether they fit. */
    private static void requireItems(OpenModel teacher, Catalogue catalogue) {
        Catalogue known = teacher.catalogue();
        boolean same = known.size() == catalogue.size();
        for (int item = 0; same && item < known.size(); item++) {
            same = known.id(item).equals(catalogue.id(item));
        }
        if (!same) {
            throw new UserMistakeException(
                    "the teacher '" + teacher.folder().path() + "' knows other items than the data set: "
                            + known.size() + ", not the " + catalogue.size()
                            + " of the data set in its order. Train it on this data set.");
        }
    }

    @Override
    public ArtefactFolder trainLike(
            OpenModel model, SessionDataset sessions, Origin origin, Path out, Progress progress) {
        throw new UserMistakeException(
                "link cannot be trained on some of the sessions: its teacher has learned from all of them.",
                "Use --cross-fit 0 for candidates from it.");
    }

    @Override
    public MethodOptions optionsOf(ArtefactFolder model) {
        return new MethodOptions(this, Recipe.CORRECTED, FOLDER.optionsOf(model).values());
    }

    @Override
    public OpenModel open(ArtefactFolder model, int threads) {
        return FOLDER.open(model, threads);
    }

    @Override
    public boolean hasLearnedValidation(ArtefactFolder model) {
        return FOLDER.hasLearnedValidation(model) || taughtValidation(model);
    }

    private static boolean taughtValidation(ArtefactFolder model) {
        return model.manifest().facts().path(TAUGHT_VALIDATION).asBoolean();
    }

    /** Learns again with the teacher, if that is still where it was and has not learned from the validation sessions itself. */
    @Override
    public @Nullable Recommender learnedFromTraining(ArtefactFolder model, SessionDataset dataset, Progress progress) {
        Manifest.Input input = model.manifest().input(Provenance.TEACHER).orElse(null);
        if (input == null || taughtValidation(model)) {
            return null;
        }
        ArtefactFolder folder = model.find(input);
        if (folder == null || !folder.isOf(input)) {
            return null;
        }
        try (OpenModel teacher = OpenModel.open(folder.path(), 1)) {
            BaselineOptions options = new BaselineOptions(
                    Link.taughtBy(teacher.recommender()),
                    optionsOf(model).values().with(BaselineOptions.LEARN_FROM, BaselineOptions.LearnFrom.TRAIN));
            return options.learn(options.sessionsOf(dataset), dataset.catalogue(), progress);
        }
    }

    @Override
    public List<JsonNode> history(ArtefactFolder model) {
        return List.of();
    }
}
