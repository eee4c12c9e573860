package io.github.dmsrec.app.work;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.ArtefactKind;
import io.github.dmsrec.core.provenance.Origin;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.Candidates;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.Intents;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.infer.InferrerOptions;
import io.github.dmsrec.intent.infer.IntentInferrer;
import io.github.dmsrec.intent.infer.ReplayOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Infers the intents of every row and encodes them.
 *
 * @param options of the inferrer
 * @param encoder the encoder's folder; empty for the built-in one
 * @param targets which clicks of the training sessions the training rows are
 */
public record IntentMaker(InferrerOptions options, Optional<Path> encoder, Targets targets) {

    /** What the options of the candidates are called in the manifest of the intents. */
    static final String CANDIDATES_PREFIX = "candidates.";

    /**
     * Reads the options.
     *
     * @param inferrer its name
     * @param given its options by key; without {@code answers}, answers are kept beside the intents
     * @param encoder the encoder's folder; empty for the built-in one
     * @param out the intents to be made
     * @param targets which clicks of the training sessions the training rows are
     * @param seed of the run, which an inferrer that draws uses unless it is given its own
     * @throws io.github.dmsrec.core.UserMistakeException for an unknown inferrer or a mistake in its options
     */
    public static IntentMaker of(
            String inferrer, Map<String, String> given, Optional<Path> encoder, Path out, Targets targets, long seed) {
        Map<String, String> options = new LinkedHashMap<>(given);
        if (Inferrers.asks(inferrer)) {
            options.putIfAbsent("answers", out.resolveSibling("answers").toString());
        }
        if (Inferrers.asks(inferrer) || inferrer.equals(ReplayOptions.NAME)) {
            options.putIfAbsent("seed", String.valueOf(seed & Integer.MAX_VALUE));
        }
        return new IntentMaker(Inferrers.options(inferrer, options), encoder, targets);
    }

    /** What the manifest says. */
    public Origin origin(
            Origin origin, SessionDataset dataset, ArtefactFolder datasetFolder, ArtefactFolder candidates) {
        Origin complete = TargetsOption.origin(origin, dataset, datasetFolder, targets)
                .withInput(Provenance.CANDIDATES, candidates)
                .withOption("inferrer", options.name())
                .withOption(ItemTexts.ENCODER_FOLDER, ItemTexts.folderOption(encoder));
        for (String key : List.of("k", "session-items")) {
            complete = complete.withOption(
                    CANDIDATES_PREFIX + key, candidates.manifest().options().getOrDefault(key, "unknown"));
        }
        for (Map.Entry<String, String> option : options.toMap().entrySet()) {
            complete = complete.withOption("inferrer." + option.getKey(), option.getValue());
        }
        return complete;
    }

    /**
     * Infers and encodes.
     *
     * @param dataset as imported
     * @param origin as of {@link #origin}
     */
    public ArtefactFolder make(
            SessionDataset dataset, ArtefactFolder candidatesFolder, Origin origin, Path out, Progress progress)
            throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.INTENTS);
        TargetsOption.require(candidatesFolder, dataset, targets, "the inference", "--targets ");
        SessionDataset view = dataset.withTrainingTargets(targets);
        Candidates candidates = CandidateFolder.read(candidatesFolder.path(), view);
        try (TextEncoder textEncoder = ItemTexts.open(encoder, origin.threads());
                IntentInferrer inferrer = Inferrers.create(options)) {
            return Intents.infer(view, candidates.lists(), inferrer, textEncoder, out, origin, progress);
        }
    }
}
