package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.RecommenderContractTest;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.GradientCheck.Extras;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.BatchQueue;
import io.github.dmsrec.gnn.train.ModelDescriptions;
import io.github.dmsrec.gnn.train.Trainer;
import io.github.dmsrec.gnn.train.TrainingData;
import io.github.dmsrec.gnn.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every backbone's model must do, beside what every recommender must. */
abstract class SessionModelContractTest extends RecommenderContractTest {

    /** The modes that a contract is tested in: what a fused model does without intents only where slow tests run. */
    static final String MODES = "io.github.dmsrec.gnn.model.SessionModelContractTest#modes";

    // More would wait for each other on batches as small as these.
    private static final int THREADS = 1;
    private static final int SAMPLES = 200;
    private static final int MOST_STEPS = 600;
    private static final Origin ORIGIN = Origin.of("m", "test", 3, 2);
    private static final SessionDataset DATASET = TinyDataset.create();
    private static final Successors SUCCESSORS =
            Successors.of(DATASET.sessions(Split.TRAIN), DATASET.catalogue().size());
    private static final IntentTable INTENTS = TinyIntents.of(DATASET);

    /** The first sessions of each split: three batches an epoch. */
    private static final SessionDataset FEW = first(60, 10);

    private final List<AutoCloseable> toBeClosed = new ArrayList<>();
    private final TrainingOptions options;
    private final Mode mode;

    /** Whether the model is fused, and if so, what it scores with. */
    enum Mode {
        BASE,
        WITH_INTENTS,
        WITHOUT_INTENTS
    }

    static Stream<Mode> modes() {
        return SlowRun.ON ? Stream.of(Mode.values()) : Stream.of(Mode.BASE, Mode.WITH_INTENTS);
    }

    /** @param options of the backbone; a small dimension and batch are set here */
    SessionModelContractTest(TrainingOptions options, Mode mode) {
        this.options = options.with(Map.of("dimension", "12", "batch-size", "100"));
        this.mode = mode;
    }

    /** What takes long is tested in one mode; where slow tests run, in all of them. */
    private void unlessSlowOnlyIn(Mode one) {
        assumeTrue(SlowRun.ON || mode == one, () -> mode + " is tested with -Pslow");
    }

    @Override
    protected Recommender recommender(SessionDataset dataset) {
        ModelFolder.Description description = description(dataset);
        Parameters parameters = parameters(description);
        parameters.freeze();
        return scoring(SessionModel.of(description, description.network(), parameters));
    }

    /** Batches are cut into blocks otherwise, so sums are added up in another order. */
    @Override
    protected double tolerance() {
        return 1e-4;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : toBeClosed) {
            resource.close();
        }
    }

    @Test
    void aModelReadBackScoresTheSameBits(@TempDir Path folder) throws IOException {
        ModelFolder.Description description = description(DATASET);
        Parameters parameters = parameters(description);
        SessionModel kept = SessionModel.of(description, description.network(), parameters);
        ObjectMapper json = new ObjectMapper();

        ModelFolder.write(
                folder.resolve("model"),
                description,
                SUCCESSORS,
                Weights.tensorsOf(parameters),
                json.createArrayNode(),
                json.createObjectNode(),
                Map.of(),
                ORIGIN);

        try (SessionModel read = SessionModel.load(folder.resolve("model"), THREADS)) {
            assertThat(testScores(read)).isEqualTo(testScores(kept));
            assertThat(read.name()).isEqualTo(kept.name());
            assertThat(read.options()).isEqualTo(options);
            assertThat(read.popularity()).isEqualTo(kept.popularity());
            assertThat(read.successors()).usingRecursiveComparison().isEqualTo(SUCCESSORS);
            assertThat(read.catalogue().id(7)).isEqualTo(DATASET.catalogue().id(7));
            assertThat(read.catalogue().title(7)).isEqualTo(DATASET.catalogue().title(7));
            Recommender open = scoring(read);
            read.close();
            assertThatThrownBy(() -> open.score(1, 2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        weightsThatDoNotFitLeaveNoNativeMemory(description, folder);
    }

    private static void weightsThatDoNotFitLeaveNoNativeMemory(ModelFolder.Description description, Path folder)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        ModelFolder.write(
                folder.resolve("broken"),
                description,
                SUCCESSORS,
                Map.of("other", SafetensorsFile.Tensor.ofFloats(new float[2], 2)),
                json.createArrayNode(),
                json.createObjectNode(),
                Map.of(),
                ORIGIN);
        long before = Pointer.totalCount();
        int tries = 10;
        for (int i = 0; i < tries; i++) {
            assertThatThrownBy(() -> SessionModel.load(folder.resolve("broken"), THREADS))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("do not fit");
        }
        assertThat(Pointer.totalCount() - before).isLessThan(tries);
    }

    @Test
    void theSameSeedTrainsTheSameBytesAndAnotherSeedDoesNot(@TempDir Path folder) throws IOException {
        unlessSlowOnlyIn(Mode.BASE);
        byte[] first = trainedWeights(folder.resolve("first"), ORIGIN);
        byte[] second = trainedWeights(folder.resolve("second"), ORIGIN);
        byte[] other = trainedWeights(folder.resolve("other"), Origin.of("m", "test", 4, 2));

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void theNumbersOfItemsDoNotMatter() {
        int[] newNumber = new RandomStreams(12).permutation(TinyDataset.ITEMS, "relabel");
        ModelFolder.Description description = description(DATASET);
        Parameters parameters = parameters(description);
        SessionModel plain = SessionModel.of(description, description.network(), parameters);
        SessionModel relabelled = relabelled(description, parameters, newNumber);
        Examples rows = DATASET.examples(Split.TEST);
        List<int[]> prefixes = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            prefixes.add(
                    Arrays.stream(rows.items(row)).map(item -> newNumber[item]).toArray());
        }

        float[] expected = testScores(plain);
        float[] scores = new float[expected.length];
        scoring(relabelled).score(Sessions.of(prefixes), 0, rows.size(), scores);

        for (int row = 0; row < rows.size(); row++) {
            for (int item = 0; item < TinyDataset.ITEMS; item++) {
                assertThat((double) scores[row * TinyDataset.ITEMS + newNumber[item]])
                        .as("row %d, item %d", row, item)
                        .isCloseTo(expected[row * TinyDataset.ITEMS + item], within(1e-5));
            }
        }
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        unlessSlowOnlyIn(Mode.BASE);
        Set<Extras> extras = mode == Mode.BASE ? Set.of() : Set.of(Extras.INTENTS);

        assertThat(GradientCheck.mistakes(options, extras)).isEmpty();
        assertThat(GradientCheck.mistakes(
                        options.with(Map.of("logits", "cosine", "logit-scale", "3", "seen-items", "offset")), extras))
                .isEmpty();
    }

    @Test
    void gradientsEqualFiniteDifferencesAsPublishedAndWithItemText() {
        unlessSlowOnlyIn(Mode.WITH_INTENTS);
        Set<Extras> extras = mode == Mode.BASE ? Set.of() : Set.of(Extras.INTENTS);
        TrainingOptions published = TrainingOptions.defaults(options.backbone(), Recipe.PUBLISHED);

        assertThat(GradientCheck.mistakes(published, extras)).isEmpty();
        Set<Extras> withText = new HashSet<>(extras);
        withText.add(Extras.ITEM_TEXT);
        assertThat(GradientCheck.mistakes(options, withText)).isEmpty();
    }

    @Test
    void gradientsOfTheSampledSoftmaxEqualFiniteDifferences() {
        Map<String, String> sampled = Map.of("loss", "sampled-softmax", "negatives", "4");
        if (TrainingOptions.optionsOf(options.backbone()).find("loss") == null) {
            assertThatThrownBy(() -> options.with(sampled))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'loss' belongs to core-ave");
            return;
        }
        unlessSlowOnlyIn(Mode.WITH_INTENTS);
        Set<Extras> extras = mode == Mode.BASE ? Set.of() : Set.of(Extras.INTENTS);
        Set<Extras> withText = new HashSet<>(extras);
        withText.add(Extras.ITEM_TEXT);

        assertThat(GradientCheck.mistakes(options.with(sampled), extras)).isEmpty();
        assertThat(GradientCheck.mistakes(
                        options.with(sampled).with(Map.of("logits", "cosine", "logit-scale", "3")), withText))
                .isEmpty();
    }

    @Test
    void twoHundredSamplesAreLearntByHeartWithoutDropout() {
        unlessSlowOnlyIn(Mode.BASE);
        TrainingOptions plain =
                withoutDropout(options).with(Map.of("dimension", "32", "weight-decay", "0", "alignment-weight", "0"));
        RandomStreams random = new RandomStreams(1);
        ModelFolder.Description description =
                ModelDescriptions.forTraining(DATASET, intents(), Optional.empty(), plain, random);
        SessionNetwork network = description.network();
        Examples examples = DATASET.examples(Split.TRAIN);
        int[] rows = distinctPrefixes(examples);
        TrainingLoss ofOptions = plain.loss(description.popularity());
        BatchQueue.Batch batch = new BatchQueue.Batch(
                network.backbone().pack(examples, rows),
                intents().map(table -> IntentBatch.of(table.vectors(), table.rows(Split.TRAIN), rows)),
                Arrays.stream(rows).map(examples::target).toArray(),
                ofOptions.negatives(examples, rows, random.stream("negatives")));
        Engine.configure(THREADS);
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, plain.weightDecay(), plain.weightDecayForm(), 0)) {
            TrainingStep step = new TrainingStep(network, parameters, adam, ofOptions);
            double first = step.run(batch, 0.01).total();
            double loss = first;
            for (int i = 1; i < MOST_STEPS && loss >= lowestLoss(mode); i++) {
                loss = step.run(batch, 0.01).total();
            }

            assertThat(first).isGreaterThan(3);
            assertThat(loss).isLessThan(lowestLoss(mode));
        }
    }

    /** What the loss of memorised samples falls below; for networks that cannot memorise any, another. */
    double lowestLoss(Mode how) {
        return 0.1;
    }

    private static TrainingOptions withoutDropout(TrainingOptions options) {
        Map<String, String> overrides = new HashMap<>();
        for (Option<?> option : TrainingOptions.optionsOf(options.backbone()).options()) {
            if (option.key().endsWith("dropout")) {
                overrides.put(option.key(), "0");
            }
        }
        return options.with(overrides);
    }

    /** Rows without a twin: no model can tell equal prefixes with two targets apart. */
    private static int[] distinctPrefixes(Examples examples) {
        Set<Set<Integer>> seen = new HashSet<>();
        int[] rows = IntStream.range(0, examples.size())
                .filter(row -> seen.add(
                        new HashSet<>(Arrays.stream(examples.items(row)).boxed().toList())))
                .limit(SAMPLES)
                .toArray();
        assertThat(rows).hasSize(SAMPLES);
        return rows;
    }

    @Test
    void onlyAFusedModelTakesIntents() {
        SessionModel model = model(description(DATASET));

        assertThat(model.isFused()).isEqualTo(mode != Mode.BASE);
        if (model.isFused()) {
            assertThatThrownBy(() -> model.score(1, 2)).isInstanceOf(IllegalStateException.class);
            assertThat(model.withoutIntents().score(1, 2))
                    .isNotEqualTo(withIntents(model).score(1, 2));
        } else {
            assertThatThrownBy(model::withoutIntents).isInstanceOf(IllegalStateException.class);
        }
    }

    private SessionModel relabelled(ModelFolder.Description description, Parameters parameters, int[] newNumber) {
        Item[] items = new Item[newNumber.length];
        long[] popularity = new long[newNumber.length];
        for (int item = 0; item < newNumber.length; item++) {
            items[newNumber[item]] = description.catalogue().item(item);
            popularity[newNumber[item]] = description.popularity()[item];
        }
        ModelFolder.Description other = new ModelFolder.Description(
                description.options(),
                description.intentDimension(),
                description.itemTextDimension(),
                new Catalogue(List.of(items)),
                popularity,
                description.neighbours().map(table -> relabelled(table, newNumber)));
        Parameters copies = parameters(other);
        try (Scope scope = Scope.inference()) {
            for (ParameterSpec spec : parameters.specs()) {
                float[] values = parameters.get(spec.name()).floats();
                boolean hasARowForEachItem = spec.shape()[0] == newNumber.length + 1L;
                copies.set(
                        spec.name(),
                        hasARowForEachItem
                                ? relabelledRows(values, values.length / (newNumber.length + 1), newNumber)
                                : values);
            }
        }
        return SessionModel.of(other, other.network(), copies);
    }

    private static float[] relabelledRows(float[] table, int width, int[] newNumber) {
        float[] result = table.clone();
        for (int item = 0; item < newNumber.length; item++) {
            System.arraycopy(table, (item + 1) * width, result, (newNumber[item] + 1) * width, width);
        }
        return result;
    }

    private static NeighbourTable relabelled(NeighbourTable table, int[] newNumber) {
        int[] rows = new int[table.rows().length];
        int[] counts = new int[rows.length];
        for (int item = 0; item < newNumber.length; item++) {
            for (int place = 0; place < table.perItem(); place++) {
                int from = (item + 1) * table.perItem() + place;
                int to = (newNumber[item] + 1) * table.perItem() + place;
                rows[to] = table.rows()[from] == 0 ? 0 : newNumber[table.rows()[from] - 1] + 1;
                counts[to] = table.counts()[from];
            }
        }
        return new NeighbourTable(table.perItem(), rows, counts);
    }

    private static SessionDataset first(int training, int others) {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            int sessions = split == Split.TRAIN ? training : others;
            examples.put(split, Examples.everyPrefixOf(DATASET.sessions(split).range(0, sessions)));
        }
        return new SessionDataset("few", Fingerprint.ofText("few"), DATASET.catalogue(), examples);
    }

    private byte[] trainedWeights(Path out, Origin origin) throws IOException {
        Optional<IntentTable> ofFew = mode == Mode.BASE ? Optional.empty() : Optional.of(TinyIntents.of(FEW));
        TrainingOptions few = options.with(Map.of("epochs", SlowRun.ON ? "2" : "1"));
        Trainer.train(new TrainingData(FEW, ofFew, Optional.empty()), few, Map.of(), origin, out, Progress.NONE);
        return Files.readAllBytes(out.resolve("weights.safetensors"));
    }

    private float[] testScores(SessionModel model) {
        Examples rows = DATASET.examples(Split.TEST);
        float[] scores = new float[rows.size() * TinyDataset.ITEMS];
        scoring(model).score(rows, 0, rows.size(), scores);
        return scores;
    }

    private SessionModel model(ModelFolder.Description description) {
        return SessionModel.of(description, description.network(), parameters(description));
    }

    private Parameters parameters(ModelFolder.Description description) {
        Engine.configure(THREADS);
        Parameters parameters =
                new Parameters(description.network().parameters(), Precision.FLOAT, new RandomStreams(3));
        toBeClosed.add(parameters);
        return parameters;
    }

    private ModelFolder.Description description(SessionDataset dataset) {
        return ModelDescriptions.forTraining(dataset, intents(), Optional.empty(), options, new RandomStreams(3));
    }

    private Optional<IntentTable> intents() {
        return mode == Mode.BASE ? Optional.empty() : Optional.of(INTENTS);
    }

    private Recommender scoring(SessionModel model) {
        return switch (mode) {
            case BASE -> model;
            case WITH_INTENTS -> withIntents(model);
            case WITHOUT_INTENTS -> model.withoutIntents();
        };
    }

    /** A fused model with the same intents for any row, so that a row scores the same in any batch. */
    private static Recommender withIntents(SessionModel model) {
        IntentRows.Row row = new IntentRows.Row(new int[] {1, 30}, new int[] {7});
        return model.withIntents(INTENTS.vectors(), new IntentRows(Collections.nCopies(1000, row)));
    }
}
