package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContinuationTest {

    private static final int NEW_ITEMS = 2;
    private static final int TITLE = 6;

    @TempDir
    Path folder = Path.of("");

    private final SessionDataset shorter = TinyDataset.create();
    private final SessionDataset longer = longer(shorter, "new-1", "new-2");

    static List<String> backbones() {
        return Backbones.names();
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void allThatWasLearnedStaysAndNewItemsGetRowsOfTheirOwn(String backbone) throws IOException {
        ArtefactFolder model = trained(backbone);
        ModelFolder.Contents earlier = Continuation.open(model.path(), longer);
        TrainingOptions options = earlier.description().options();
        RandomStreams random = new RandomStreams(3);
        ModelFolder.Description description =
                ModelDescriptions.forTraining(longer, Optional.empty(), Optional.empty(), options, random);
        Engine.configure(1);
        try (Parameters parameters = new Parameters(description.network().parameters(), Precision.FLOAT, random)) {
            new Continuation(earlier, Optional.empty()).begin(description, parameters);

            int tables = 0;
            for (ParameterSpec spec : parameters.specs()) {
                float[] before = earlier.weights().floats(spec.name());
                float[] after = values(parameters, spec.name());
                assertThat(Arrays.copyOf(after, before.length)).as(spec.name()).isEqualTo(before);
                if (after.length > before.length) {
                    tables++;
                    int width = (int) spec.shape()[1];
                    float[] mean = mean(before, width, earlier.description().popularity());
                    for (int item = TinyDataset.ITEMS; item < TinyDataset.ITEMS + NEW_ITEMS; item++) {
                        assertThat(Arrays.copyOfRange(after, (item + 1) * width, (item + 2) * width))
                                .as(spec.name())
                                .containsExactly(mean, within(1e-5f));
                    }
                }
            }
            assertThat(tables).isPositive();
            assertThat(earlier.weights().shape(Backbone.ITEM_TABLE)[0]).isEqualTo(TinyDataset.ITEMS + 1L);
        }
    }

    @Test
    void anItemThatNobodyClicksEndsWhereItsTitleTells() throws IOException {
        ArtefactFolder model = trained("sr-gnn");
        ModelFolder.Contents earlier = Continuation.open(model.path(), longer);
        // The first new item has the title of item 3, the second has none.
        float[] titles = titles(TinyDataset.ITEMS + NEW_ITEMS);
        System.arraycopy(titles, 3 * TITLE, titles, TinyDataset.ITEMS * TITLE, TITLE);
        Arrays.fill(titles, (TinyDataset.ITEMS + 1) * TITLE, titles.length, 0);
        IntentVectors vectors = new IntentVectors(TITLE, titles);

        ArtefactFolder made = Trainer.continueFrom(
                new Continuation(earlier, Optional.of(vectors)),
                TrainingData.of(longer),
                earlier.description().options(),
                Origin.of("m", "test", 5, 1),
                folder.resolve("longer"),
                Progress.NONE);

        ModelFolder.Contents contents = ModelFolder.read(made.path());
        float[] table = contents.weights().floats(Backbone.ITEM_TABLE);
        int width = earlier.description().options().dimension();
        int[] known = TitleProjection.learnable(vectors, contents.description().popularity());
        double strength =
                made.manifest().facts().path(Continuation.FACT).path("strength").asDouble();
        float[] told = new TitleProjection(vectors, known, strength)
                .rows(table, width, TinyDataset.ITEMS, TinyDataset.ITEMS + 1);
        float[] end = Arrays.copyOfRange(table, (TinyDataset.ITEMS + 1) * width, table.length);
        assertThat(end).containsExactly(told, within(1e-5f));
        assertThat(Arrays.copyOf(end, width)).isNotEqualTo(Arrays.copyOfRange(end, width, 2 * width));

        // A model of the model: the items that were new to the first are still nobody's, and still follow their titles.
        SessionDataset again = longer(longer, "new-3");
        ModelFolder.Contents second = Continuation.open(made.path(), again);
        ArtefactFolder third = Trainer.continueFrom(
                new Continuation(second, Optional.empty()),
                TrainingData.of(again),
                earlier.description().options(),
                Origin.of("m", "test", 5, 1),
                folder.resolve("longest"),
                Progress.NONE);
        assertThat(third.manifest()
                        .facts()
                        .path(Continuation.FACT)
                        .path("unclicked")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void titlesThatTellTheRowsAreFoundAndTitlesThatTellNothingAreNot() {
        int items = 60;
        int width = 3;
        float[] titles = titles(items);
        float[] told = new float[(items + 1) * width];
        float[] noise = new float[told.length];
        SplittableRandom random = new RandomStreams(9).stream("rows");
        for (int item = 0; item < items; item++) {
            for (int c = 0; c < width; c++) {
                double sum = 0.5 + c;
                for (int a = 0; a < TITLE; a++) {
                    sum += titles[item * TITLE + a] * (a - c);
                }
                told[(item + 1) * width + c] = (float) sum;
                noise[(item + 1) * width + c] = (float) random.nextGaussian();
            }
        }
        IntentVectors vectors = new IntentVectors(TITLE, titles);
        long[] clicks = new long[items];
        Arrays.fill(clicks, 0, items - 1, 1);
        int[] known = TitleProjection.learnable(vectors, clicks);

        TitleProjection.Choice found = TitleProjection.choose(vectors, known, told, width);
        assertThat(found.explained()).isGreaterThan(0.99);
        assertThat(new TitleProjection(vectors, known, 1e-9).rows(told, width, items - 1))
                .containsExactly(Arrays.copyOfRange(told, items * width, told.length), within(1e-3f));

        TitleProjection.Choice nothing = TitleProjection.choose(vectors, known, noise, width);
        assertThat(nothing.strength()).isGreaterThanOrEqualTo(10);
        assertThat(nothing.explained()).isLessThan(0.1);
    }

    @Test
    void anotherCatalogueIsRefusedWithTheFirstDifference() throws IOException {
        ArtefactFolder model = trained("stamp");
        List<Item> items = new ArrayList<>(longer.catalogue().items());
        items.set(7, new Item("other", "", Map.of()));

        assertThatThrownBy(() -> Continuation.open(model.path(), withItems(shorter, items)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(model.path().toString(), "'tiny'", "item 7 is '8'", "'other'");
        ArtefactFolder withMore = trained("stamp", longer);
        assertThatThrownBy(() -> Continuation.open(withMore.path(), shorter))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("42 items", "only 40", "'new-1'");
    }

    @Test
    void optionsThatChangeTensorsAreRefused() throws IOException {
        ArtefactFolder model = trained("sr-gnn");
        Continuation continuation = new Continuation(Continuation.open(model.path(), longer), Optional.empty());
        TrainingOptions wider =
                TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED).with(Map.of("dimension", "9"));

        long before = Pointer.totalCount();
        int tries = 10;
        for (int i = 0; i < tries; i++) {
            assertThatThrownBy(() -> Trainer.continueFrom(
                            continuation,
                            TrainingData.of(longer),
                            wider,
                            Origin.of("m", "test", 5, 1),
                            folder.resolve("wider"),
                            Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContainingAll("'embedding.weight' has the shape [41, 8], but [43, 9] is needed");
        }
        // Parameters, their gradients and the optimiser are freed.
        assertThat(Pointer.totalCount() - before).isLessThan(tries);
    }

    private ArtefactFolder trained(String backbone) throws IOException {
        return trained(backbone, shorter);
    }

    private ArtefactFolder trained(String backbone, SessionDataset dataset) throws IOException {
        TrainingOptions options =
                TrainingOptions.defaults(backbone, Recipe.CORRECTED).with(Map.of("dimension", "8", "epochs", "1"));
        return Trainer.train(
                TrainingData.of(dataset),
                options,
                Map.of(),
                Origin.of("m", "test", 5, 1),
                folder.resolve(backbone + dataset.catalogue().size()),
                Progress.NONE);
    }

    private static SessionDataset longer(SessionDataset dataset, String... ids) {
        List<Item> items = new ArrayList<>(dataset.catalogue().items());
        Stream.of(ids).forEach(id -> items.add(new Item(id, "", Map.of())));
        return withItems(dataset, items);
    }

    private static SessionDataset withItems(SessionDataset dataset, List<Item> items) {
        return new SessionDataset(
                dataset.name(),
                dataset.fingerprint(),
                new Catalogue(items),
                Map.of(
                        Split.TRAIN, dataset.examples(Split.TRAIN),
                        Split.VALIDATION, dataset.examples(Split.VALIDATION),
                        Split.TEST, dataset.examples(Split.TEST)));
    }

    private static float[] titles(int items) {
        SplittableRandom random = new RandomStreams(4).stream("titles");
        float[] titles = new float[items * TITLE];
        for (int i = 0; i < titles.length; i++) {
            titles[i] = (float) random.nextGaussian();
        }
        return titles;
    }

    private static float[] mean(float[] table, int width, long... clicks) {
        float[] mean = new float[width];
        long learned = Arrays.stream(clicks).filter(count -> count > 0).count();
        for (int item = 0; item < clicks.length; item++) {
            for (int c = 0; c < width && clicks[item] > 0; c++) {
                mean[c] += table[(item + 1) * width + c] / learned;
            }
        }
        return mean;
    }

    private static float[] values(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).floats();
        }
    }
}
