package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.CandidateFormat;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.CandidateSearch;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.core.split.SessionFolds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the candidates of every row. In-sample, as published, one model serves all splits, and training rows get lists
 * from a model that has learned their targets. Cross-fitted, the training rows of each fold get theirs from a model that
 * was trained, with the same options, without the sessions of that fold.
 *
 * @param targets which clicks of the training sessions the training rows are
 * @param k how many for each row
 * @param sessionItems whether items of the session may be candidates
 * @param crossFit the number of folds, or 0 for in-sample
 * @param format of the file
 * @param memoryBytes the limit of the buffer for scores
 */
public record CandidateMaker(
        Targets targets, int k, SessionItems sessionItems, int crossFit, CandidateFormat format, long memoryBytes) {

    /** The usual limit of the buffer for scores: 256 MiB. */
    public static final long USUAL_MEMORY = 256L << 20;

    public CandidateMaker {
        if (k < 1) {
            throw new UserMistakeException("-k is " + k + ".", "Use a number from 1 up.");
        }
        if (crossFit < 0 || crossFit == 1) {
            throw new UserMistakeException("--cross-fit is " + crossFit + ".", "Use 0 for none, or 2 and more folds.");
        }
    }

    /** What the manifest says. The memory limit is not in it: the result does not depend on it. */
    public Origin origin(
            Origin origin, SessionDataset dataset, ArtefactFolder datasetFolder, ArtefactFolder generator) {
        return TargetsOption.origin(origin, dataset, datasetFolder, targets)
                .withInput(Provenance.GENERATOR, generator)
                .withOption("k", k)
                .withOption("session-items", sessionItems.label())
                .withOption("cross-fit", crossFit)
                .withOption("format", format.label());
    }

    /**
     * Makes candidates.
     *
     * @param dataset as imported
     * @param generator a base model or baseline
     * @param origin as of {@link #origin}
     */
    public ArtefactFolder make(
            SessionDataset dataset, ArtefactFolder generator, Origin origin, Path out, Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.CANDIDATES);
            SessionDataset view = dataset.withTrainingTargets(targets);
            Map<Split, CandidateLists> lists = new EnumMap<>(Split.class);
            Path folds = Path.of(out.toAbsolutePath().normalize() + ".folds");
            try (OpenModel model = OpenModel.open(generator.path(), origin.threads())) {
                if (model.isFused()) {
                    throw new UserMistakeException(
                            "'" + generator.path() + "' is a fused model, which needs candidates itself.",
                            "Give the base model.");
                }
                for (Split split : Split.values()) {
                    if (split != Split.TRAIN || crossFit == 0) {
                        lists.put(split, search(model.recommender(), view.examples(split), split.label(), progress));
                    }
                }
                if (crossFit > 0) {
                    lists.put(Split.TRAIN, crossFitted(dataset, model, origin, folds, progress));
                }
            }
            ArtefactFolder made = CandidateFolder.write(out, format, view, lists, origin);
            ArtefactFolder.deleteTree(folds);
            return made;
        }
    }

    private CandidateLists search(Recommender model, Examples rows, String what, Progress progress) {
        try (Progress.Stage stage = progress.stage(what + " candidates", "rows", rows.size())) {
            return CandidateSearch.search(model, rows, k, sessionItems, memoryBytes, stage);
        }
    }

    private CandidateLists crossFitted(
            SessionDataset dataset, OpenModel generator, Origin origin, Path folds, Progress progress)
            throws IOException {
        SessionDataset view = dataset.withTrainingTargets(targets);
        Examples rows = view.examples(Split.TRAIN);
        List<Optional<CandidateLists>> listsOfFolds = new ArrayList<>();
        int[] foldOfRow = new int[rows.size()];
        int[] placeInFold = new int[rows.size()];
        for (int fold = 0; fold < crossFit; fold++) {
            int[] ofFold = SessionFolds.rowsOf(view, fold, crossFit, origin.seed());
            for (int place = 0; place < ofFold.length; place++) {
                foldOfRow[ofFold[place]] = fold;
                placeInFold[ofFold[place]] = place;
            }
            if (ofFold.length == 0) {
                listsOfFolds.add(Optional.empty());
                continue;
            }
            String name = "fold " + (fold + 1) + " of " + crossFit;
            Path path = folds.resolve("fold-" + (fold + 1));
            trainFold(
                    SessionFolds.without(dataset, fold, crossFit, origin.seed()),
                    name,
                    generator,
                    origin,
                    path,
                    progress);
            try (OpenModel model = OpenModel.open(path, origin.threads())) {
                listsOfFolds.add(
                        Optional.of(search(model.recommender(), rows.rows(ofFold), "train, " + name + ",", progress)));
            }
        }
        return merged(listsOfFolds, foldOfRow, placeInFold);
    }

    /** A fold's model that an interrupted run has left is used again. */
    private static void trainFold(
            SessionDataset others, String name, OpenModel generator, Origin origin, Path path, Progress progress)
            throws IOException {
        Method method = Methods.of(generator.folder());
        Origin foldOrigin = Origin.of(name, origin.command(), origin.seed(), origin.threads())
                .withOption("fold-of", others.fingerprint())
                .withOptions(method.optionsOf(generator.folder()).toMap());
        if (Provenance.isCurrent(path, ArtefactKind.MODEL, foldOrigin)) {
            return;
        }
        method.trainLike(generator, others, foldOrigin, path, progress);
    }

    private static CandidateLists merged(
            List<Optional<CandidateLists>> listsOfFolds, int[] foldOfRow, int[] placeInFold) {
        CandidateLists.Builder lists = new CandidateLists.Builder();
        for (int row = 0; row < foldOfRow.length; row++) {
            lists.addRow(listsOfFolds.get(foldOfRow[row]).orElseThrow(), placeInFold[row]);
        }
        return lists.build();
    }
}
