package io.github.dmsrec.stage;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.Candidates;
import io.github.dmsrec.core.session.Examples;
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
import io.github.dmsrec.intent.asking.BatchExport;
import io.github.dmsrec.intent.asking.BatchImport;
import io.github.dmsrec.intent.asking.LanguageModelOptions;
import io.github.dmsrec.intent.asking.TokenCounter;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.facets.ItemFacetsInferrer;
import io.github.dmsrec.intent.inferrer.FreeIntents;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.PartialInferrer;
import io.github.dmsrec.intent.inferrer.RowVectors;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.reply.AnswerForm;
import io.github.dmsrec.intent.student.StudentInferrer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param share which rows are inferred; null for all
 * @param probe how many validation rows are asked about before a run of more than 1,000 questions, which their picks have to
 *     justify; 0 for none
 */
public record IntentMaker(
        InferrerOptions options,
        EncoderOptions encoder,
        boolean freeIntents,
        Targets targets,
        @Nullable AskedShare share,
        int probe) {

    /** The key of the rows of the probe before a long run; 0 for none. */
    public static final String PROBE_KEY = "probe";

    /** An option of an inferrer that is not given. */
    private static final String NONE = "none";

    /** A run of more questions is probed before. */
    private static final int PROBED_BEYOND = 1000;

    /** What the options of the candidates are called in the manifest of the intents. */
    public static final String CANDIDATES_PREFIX = "candidates.";

    private static final int ROWS_AT_ONCE = 4096;

    /**
     * Reads the options.
     *
     * @param inferrer its name
     * @param given its options by key, and {@link FreeIntents#KEY}, {@link AskedShare#KEY}, {@link AskedShare#BY_KEY} and
     *     {@link #PROBE_KEY}; without {@code answers}, answers are kept beside the
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
        Optional<AskedShare> share = AskedShare.of(
                Optional.ofNullable(options.remove(AskedShare.KEY)),
                Optional.ofNullable(options.remove(AskedShare.BY_KEY)),
                seed);
        int probe = probe(options.remove(PROBE_KEY));
        return new IntentMaker(kind.read(options), encoder, freeIntents, targets, share.orElse(null), probe);
    }

    private static int probe(@Nullable String given) {
        if (given == null) {
            return PickProbe.USUAL_ROWS;
        }
        if (!given.matches("\\d{1,6}")) {
            throw new UserMistakeException("The option '" + PROBE_KEY + "' is '" + given
                    + "'; it must be a number of rows, or 0 to ask without a probe.");
        }
        return Integer.parseInt(given);
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
        if (share != null) {
            complete = complete.withOption(AskedShare.KEY, Double.toString(share.share()))
                    .withOption(AskedShare.BY_KEY, Labels.of(share.by()))
                    .withOption("share-seed", Long.toString(share.seed()));
        }
        for (String key : List.of("k", "session-items")) {
            complete = complete.withOption(
                    CANDIDATES_PREFIX + key, candidates.manifest().options().getOrDefault(key, "unknown"));
        }
        return withSource(complete).withOptions(IntentFolder.INFERRER_PREFIX, options.toMap());
    }

    /** With the facets, or the teacher, that intents follow from: where these were made again, intents are stale. */
    private Origin withSource(Origin origin) {
        return switch (options.name()) {
            case ItemFacetsInferrer.NAME -> withSource(origin, Provenance.FACETS, ArtefactKind.FACETS);
            case StudentInferrer.NAME -> withSource(origin, Provenance.TEACHER, ArtefactKind.INTENTS);
            default -> origin;
        };
    }

    private Origin withSource(Origin origin, String role, ArtefactKind kind) {
        String path = options.toMap().getOrDefault(role, NONE);
        return path.equals(NONE) ? origin : Provenance.withInput(origin, role, Path.of(path), kind);
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
        Rows rows = rows(dataset, candidatesFolder);
        try (FolderLock lock = FolderLock.take(out);
                TextEncoder textEncoder = ItemTexts.open(encoder, origin.threads())) {
            announce(rows, progress);
            try (IntentInferrer inferrer = inferrer(rows.candidates())) {
                RowVectors vectors = inferrer.wantsSessionVectors()
                        ? sessionVectors(rows.view(), candidatesFolder, origin.threads(), progress)
                        : null;
                return Intents.infer(
                        rows.view(), rows.candidates().lists(), vectors, inferrer, textEncoder, out, origin, progress);
            }
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

    private IntentInferrer inferrer(Candidates candidates) {
        IntentInferrer inferrer = options.create();
        IntentInferrer partial =
                share == null ? inferrer : new PartialInferrer(inferrer, share.rows(candidates.lists()));
        return freeIntents ? new FreeIntents(partial) : partial;
    }

    /** The rows that are inferred. */
    private List<IntentRequest> requests(Rows rows) {
        Map<Split, CandidateLists> lists = rows.candidates().lists();
        List<IntentRequest> all = Intents.requests(rows.view(), lists);
        return share == null ? all : PartialInferrer.chosen(all, share.rows(lists));
    }

    /** Reports what will be asked and what it needs; probes before many questions. */
    private void announce(Rows rows, Progress progress) {
        if (!Inferrers.named(options.name()).asks()) {
            return;
        }
        AskingPlan plan;
        try (AskingInferrer inferrer = asking()) {
            plan = inferrer.plan(rows.view().catalogue(), rows.example(), requests(rows), Optional.empty(), progress);
        }
        if (plan.open() == 0) {
            return;
        }
        AskingEstimate.of(plan, options, Optional.empty()).figures().forEach(progress::result);
        if (plan.open() > PROBED_BEYOND && probe > 0) {
            long begin = System.nanoTime();
            PickProbe found = probe(rows, probe, probeSeed(), false, progress);
            double seconds = (System.nanoTime() - begin) / 1e9;
            found.lines().forEach(progress::result);
            progress.result(found.pace(plan.open(), seconds));
            found.refuseChance();
        }
    }

    /**
     * Asks about validation rows whose next click is among the candidates, and compares the picks with that click. The answers
     * are kept as those of any run.
     *
     * @param dataset as imported
     * @param rows how many, drawn by the seed
     * @throws UserMistakeException if the inferrer asks nobody, or there are no such rows
     */
    public PickProbe probe(
            SessionDataset dataset, ArtefactFolder candidatesFolder, int rows, long seed, Progress progress) {
        return probe(rows(dataset, candidatesFolder), rows, seed, true, progress);
    }

    private PickProbe probe(Rows of, int rows, long seed, boolean everyForm, Progress progress) {
        if (!(options instanceof LanguageModelOptions model)) {
            asking().close();
            throw new UserMistakeException("The inferrer '" + options.name()
                    + "' cannot be probed. Use 'openai', 'ollama'" + " or 'llama-cpp'.");
        }
        SessionDataset view = of.view();
        Examples validation = view.examples(Split.VALIDATION);
        CandidateLists lists = of.candidates().lists(Split.VALIDATION);
        int[] chosen = Arrays.stream(new RandomStreams(seed).permutation(validation.size(), "probe of validation rows"))
                .filter(row -> holdsTarget(view, validation, lists, row))
                .limit(rows)
                .sorted()
                .toArray();
        if (chosen.length == 0) {
            throw new UserMistakeException(
                    "No validation row has its next click among the candidates, so nothing can be"
                            + " probed. Make more candidates ('candidates -k'), or use '--no-probe'.");
        }
        List<IntentRequest> requests = Arrays.stream(chosen)
                .mapToObj(row -> new IntentRequest(
                        validation.items(row),
                        lists.items(row),
                        Optional.of(new IntentRequest.Row(Split.VALIDATION, row))))
                .toList();
        int[] targets = Arrays.stream(chosen).map(validation::target).toArray();
        InferenceSetting setting = of.setting();
        List<PickProbe.Form> forms = new ArrayList<>();
        int asked = 0;
        for (LanguageModelOptions form : forms(model, everyForm)) {
            try (IntentInferrer inferrer = form.withoutGuard().create()) {
                Inference inference = inferrer.infer(setting, requests, progress);
                asked += inference.facts().path("askedNow").asInt();
                AnswerForm found = inferrer.options() instanceof LanguageModelOptions settled
                        ? settled.prompt().form()
                        : form.prompt().form();
                String format = inference.facts().path("answerFormat").asText();
                PickProbe.Form counted = PickProbe.Form.of(found, format, requests, targets, inference.rows());
                // Where titles are not bound, auto is numbers once more.
                if (forms.stream().noneMatch(other -> other.form() == found)) {
                    forms.add(counted);
                }
            }
        }
        return new PickProbe(chosen.length, asked, forms);
    }

    private long probeSeed() {
        return options instanceof LanguageModelOptions model ? model.seed() : 0;
    }

    /** The forms that are compared, the one of the run last. */
    private static List<LanguageModelOptions> forms(LanguageModelOptions model, boolean everyForm) {
        if (!everyForm || !model.prompt().hasBothForms()) {
            return List.of(model);
        }
        boolean titles = model.prompt().bindsTitles() || model.prompt().form() == AnswerForm.AUTO;
        LanguageModelOptions numbers = model.withForm(AnswerForm.NUMBERS);
        return titles
                ? List.of(numbers, model)
                : List.of(
                        model.withForm(AnswerForm.AUTO), model.prompt().form() == AnswerForm.NUMBERS ? model : numbers);
    }

    private static boolean holdsTarget(SessionDataset view, Examples rows, CandidateLists lists, int row) {
        int target = rows.target(row);
        return !view.catalogue().title(target).isBlank()
                && Arrays.stream(lists.items(row)).anyMatch(item -> item == target)
                && Arrays.stream(rows.items(row))
                        .anyMatch(item -> !view.catalogue().title(item).isBlank());
    }

    /**
     * Writes the questions without answer as files of requests. Asks nobody.
     *
     * @param dataset as imported
     * @param folder for the files
     * @throws UserMistakeException if the inferrer has no such form, or the folder has requests already
     */
    public BatchExport exportBatch(
            SessionDataset dataset, ArtefactFolder candidatesFolder, Path folder, Progress progress) {
        try (AskingInferrer inferrer = asking()) {
            Rows rows = rows(dataset, candidatesFolder);
            return inferrer.exportBatch(rows.view().catalogue(), rows.example(), requests(rows), folder, progress);
        }
    }

    /**
     * Keeps answers from files of a batch endpoint.
     *
     * @param dataset as imported
     * @param files in any order
     * @throws UserMistakeException if one cannot be read, or no line belongs to these rows
     */
    public BatchImport importBatch(
            SessionDataset dataset, ArtefactFolder candidatesFolder, List<Path> files, Progress progress) {
        try (AskingInferrer inferrer = asking()) {
            Rows rows = rows(dataset, candidatesFolder);
            return inferrer.importBatch(rows.view().catalogue(), rows.example(), requests(rows), files, progress);
        }
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
            Rows rows = rows(dataset, candidatesFolder);
            List<IntentRequest> requests = requests(rows);
            List<IntentRequest> wanted = sample.map(drawn -> drawn.of(requests)).orElse(requests);
            if (tokenizer.isEmpty()) {
                return inferrer.plan(rows.view().catalogue(), rows.example(), wanted, Optional.empty(), progress);
            }
            try (TokenCounter counter = TokenCounter.open(tokenizer.get())) {
                return inferrer.plan(rows.view().catalogue(), rows.example(), wanted, Optional.of(counter), progress);
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
            Rows rows = rows(dataset, candidatesFolder);
            return SampleReport.of(inferrer.infer(rows.setting(), sample.of(requests(rows)), progress));
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

    private Rows rows(SessionDataset dataset, ArtefactFolder candidatesFolder) {
        TargetsOption.require(candidatesFolder, dataset, targets, "the inference", "--targets ");
        SessionDataset view = dataset.withTrainingTargets(targets);
        return new Rows(view, CandidateFolder.read(candidatesFolder.path(), view));
    }

    /**
     * The rows and their candidates.
     *
     * @param view the data set with the training rows that are targets
     */
    private record Rows(SessionDataset view, Candidates candidates) {

        Optional<WorkedExample> example() {
            return Optional.ofNullable(candidates.lists().get(Split.TRAIN))
                    .flatMap(lists -> WorkedExample.from(view, lists));
        }

        InferenceSetting setting() {
            // An inferrer that asks needs no vectors.
            return new InferenceSetting(
                    view.catalogue(),
                    new IntentVectors(1, new float[view.catalogue().size()]),
                    example());
        }
    }
}
