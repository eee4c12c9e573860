package io.github.dmsrec.stage;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.Candidates;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.IntentFolder;
import io.github.dmsrec.intent.Intents;
import io.github.dmsrec.intent.asking.AskingInferrer;
import io.github.dmsrec.intent.asking.AskingPlan;
import io.github.dmsrec.intent.asking.TokenCounter;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.inferrer.FreeIntents;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowVectors;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Infers the intents of every row and encodes them.
 *
 * @param options of the inferrer
 * @param encoder what encodes them
 * @param freeIntents whether the sentences of a language model count as intents, see {@link FreeIntents}
 * @param targets which clicks of the training sessions the training rows are
 */
public record IntentMaker(InferrerOptions options, EncoderOptions encoder, boolean freeIntents, Targets targets) {

    /** What the options of the candidates are called in the manifest of the intents. */
    public static final String CANDIDATES_PREFIX = "candidates.";

    private static final int ROWS_AT_ONCE = 4096;

    /**
     * Reads the options.
     *
     * @param inferrer its name
     * @param given its options by key, and {@link FreeIntents#KEY}; without {@code answers}, answers are kept beside the
     *     intents
     * @param encoder what encodes
     * @param out the intents to be made
     * @param targets which clicks of the training sessions the training rows are
     * @param seed of the run, which an inferrer that draws uses unless it is given its own
     * @throws io.github.dmsrec.core.UserMistakeException for an unknown inferrer or a mistake in its options
     */
    public static IntentMaker of(
            String inferrer, Map<String, String> given, EncoderOptions encoder, Path out, Targets targets, long seed) {
        Map<String, String> options = new LinkedHashMap<>(given);
        InferrerKind kind = Inferrers.named(inferrer);
        boolean freeIntents = freeIntents(kind, Optional.ofNullable(options.remove(FreeIntents.KEY)));
        if (kind.asks()) {
            options.putIfAbsent("answers", out.resolveSibling("answers").toString());
        }
        if (kind.draws()) {
            options.putIfAbsent("seed", String.valueOf(seed & Integer.MAX_VALUE));
        }
        return new IntentMaker(kind.read(options), encoder, freeIntents, targets);
    }

    private static boolean freeIntents(InferrerKind kind, Optional<String> given) {
        String text = given.orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new UserMistakeException(
                    "'" + FreeIntents.KEY + "' is '" + text + "'; it must be true or false.",
                    "Use true or false; the default is false.");
        }
        if (text.equals("true") && !kind.writesSentences()) {
            throw new UserMistakeException(
                    "'" + FreeIntents.KEY + "' is true, but the inferrer '" + kind.name() + "' writes no sentences.",
                    "Use an inferrer with a language model.");
        }
        return text.equals("true");
    }

    /** What the manifest says. */
    public Origin origin(
            Origin origin, SessionDataset dataset, ArtefactFolder datasetFolder, ArtefactFolder candidates) {
        Origin complete = TargetsOption.origin(origin, dataset, datasetFolder, targets)
                .withInput(Provenance.CANDIDATES, candidates)
                .withOption("inferrer", options.name())
                .withOption(ItemTexts.ENCODER_FOLDER, encoder.toText());
        if (Inferrers.named(options.name()).writesSentences()) {
            complete = complete.withOption(FreeIntents.KEY, Boolean.toString(freeIntents));
        }
        for (String key : List.of("k", "session-items")) {
            complete = complete.withOption(
                    CANDIDATES_PREFIX + key, candidates.manifest().options().getOrDefault(key, "unknown"));
        }
        return complete.withOptions(IntentFolder.INFERRER_PREFIX, options.toMap());
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
        SessionDataset view = view(dataset, candidatesFolder);
        Candidates candidates = CandidateFolder.read(candidatesFolder.path(), view);
        try (FolderLock lock = FolderLock.take(out);
                TextEncoder textEncoder = ItemTexts.open(encoder, origin.threads());
                IntentInferrer inferrer = inferrer()) {
            RowVectors vectors = inferrer.wantsSessionVectors()
                    ? sessionVectors(view, candidatesFolder, origin.threads(), progress)
                    : null;
            return Intents.infer(view, candidates.lists(), vectors, inferrer, textEncoder, out, origin, progress);
        }
    }

    /** Of the model that gave the candidates; null if it is not where it was, or has no session vectors. */
    private static @Nullable RowVectors sessionVectors(
            SessionDataset view, ArtefactFolder candidates, int threads, Progress progress) {
        Manifest.Input input = candidates.manifest().input(Provenance.GENERATOR).orElse(null);
        ArtefactFolder generator = input == null ? null : candidates.find(input);
        if (generator == null) {
            return null;
        }
        Map<Split, float[][]> vectors = new EnumMap<>(Split.class);
        try (OpenModel model = OpenModel.open(generator.path(), threads)) {
            SessionModel network = model.network().orElse(null);
            if (network == null) {
                return null;
            }
            for (Split split : Split.values()) {
                Prefixes rows = view.examples(split);
                float[][] ofSplit = new float[rows.size()][];
                try (Progress.Stage stage =
                        progress.stage("session vectors of " + split.label() + " rows", "rows", rows.size())) {
                    for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                        int to = Math.min(from + ROWS_AT_ONCE, rows.size());
                        float[][] some = network.sessionVectors(rows, from, to);
                        System.arraycopy(some, 0, ofSplit, from, some.length);
                        stage.advance(some.length);
                    }
                }
                vectors.put(split, ofSplit);
            }
        }
        return (split, row) -> Objects.requireNonNull(vectors.get(split))[row];
    }

    private IntentInferrer inferrer() {
        IntentInferrer inferrer = options.create();
        return freeIntents ? new FreeIntents(inferrer) : inferrer;
    }

    /**
     * What would be asked. Asks nobody and writes nothing.
     *
     * @param dataset as imported
     * @param sample only so many rows, drawn by the seed
     * @param tokenizer the model's {@code tokenizer.json}, which counts tokens
     * @throws UserMistakeException if the inferrer asks nobody
     */
    public AskingPlan plan(
            SessionDataset dataset,
            ArtefactFolder candidatesFolder,
            Optional<Sample> sample,
            Optional<Path> tokenizer,
            Progress progress) {
        try (AskingInferrer inferrer = asking()) {
            SessionDataset view = view(dataset, candidatesFolder);
            Candidates candidates = CandidateFolder.read(candidatesFolder.path(), view);
            List<IntentRequest> requests = Intents.requests(view, candidates.lists());
            List<IntentRequest> wanted = sample.map(drawn -> drawn.of(requests)).orElse(requests);
            if (tokenizer.isEmpty()) {
                return inferrer.plan(view.catalogue(), example(view, candidates), wanted, Optional.empty(), progress);
            }
            try (TokenCounter counter = TokenCounter.open(tokenizer.get())) {
                return inferrer.plan(
                        view.catalogue(), example(view, candidates), wanted, Optional.of(counter), progress);
            }
        }
    }

    /**
     * Asks about some rows only and keeps the answers as those of any run, so that they can be looked at.
     *
     * @param dataset as imported
     * @param sample which rows
     * @throws UserMistakeException if the inferrer asks nobody
     */
    public SampleReport sample(
            SessionDataset dataset, ArtefactFolder candidatesFolder, Sample sample, Progress progress) {
        try (AskingInferrer inferrer = asking()) {
            SessionDataset view = view(dataset, candidatesFolder);
            Candidates candidates = CandidateFolder.read(candidatesFolder.path(), view);
            // An inferrer that asks needs no vectors.
            InferenceSetting setting = new InferenceSetting(
                    view.catalogue(),
                    new IntentVectors(1, new float[view.catalogue().size()]),
                    example(view, candidates));
            return SampleReport.of(
                    inferrer.infer(setting, sample.of(Intents.requests(view, candidates.lists())), progress));
        }
    }

    /** Rows drawn by a seed: the same for the same seed and number of rows. */
    public record Sample(int size, long seed) {

        private List<IntentRequest> of(List<IntentRequest> requests) {
            return Arrays.stream(new RandomStreams(seed).permutation(requests.size(), "sample of rows"))
                    .limit(size)
                    .sorted()
                    .mapToObj(requests::get)
                    .toList();
        }
    }

    private AskingInferrer asking() {
        IntentInferrer inferrer = options.create();
        if (inferrer instanceof AskingInferrer asking) {
            return asking;
        }
        inferrer.close();
        throw new UserMistakeException(
                "The inferrer '" + options.name() + "' asks nobody, so there is nothing to try or to count before.",
                "Omit '--dry-run' and '--sample', or use an inferrer with a language model.");
    }

    private SessionDataset view(SessionDataset dataset, ArtefactFolder candidatesFolder) {
        TargetsOption.require(candidatesFolder, dataset, targets, "the inference", "--targets ");
        return dataset.withTrainingTargets(targets);
    }

    private static Optional<WorkedExample> example(SessionDataset view, Candidates candidates) {
        return Optional.ofNullable(candidates.lists().get(Split.TRAIN))
                .flatMap(lists -> WorkedExample.from(view, lists));
    }
}
