package io.github.dmsrec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.Dataset;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.PredictionOptions;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.SessionPredictor;
import io.github.dmsrec.core.io.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same scores as {@code train} learns, bit for bit. */
class CountedMethodTest {

    private static final SparkSession SPARK = LocalSpark.session();

    private static Path folder;
    private static Path data;

    @BeforeAll
    static void makeData(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path log = folder.resolve("log.csv");
        ClickLogs.write(log, new Random(3), 900);
        data = folder.resolve("data");
        ClickLogs.importer(log).write(data, ClickLogs.origin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pop",
                "pop window=2",
                "item-knn",
                "item-knn similar-items=5 alpha=0.3 lambda=1",
                "ar",
                "ar pruning=0",
                "sr",
                "sr steps=2 weighting=log learn-from=train",
                "sr weighting=linear pruning=0.5",
                "markov",
                "markov pruning=3",
                "vmis-knn",
                "vmis-knn sample-size=5 neighbours=4 idf-weighting=2",
                "vmis-knn sample-size=1 learn-from=train weighting=linear"
            })
    void theScoresAreThoseOfTrain(String words) {
        List<String> parts = List.of(words.split(" ", -1));
        String name = parts.get(0);
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : parts.subList(1, parts.size())) {
            int equals = option.indexOf('=');
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        Path out = folder.resolve("spark-" + words.replace(' ', '-'));

        Model learned = DmsrecSpark.on(SPARK).method(name).with(options).learn(data, out);

        try (Dmsrec dmsrec = Dmsrec.builder().build()) {
            Dataset dataset = Dataset.open(data);
            Method method = Method.named(name);
            for (Map.Entry<String, String> option : options.entrySet()) {
                method = method.with(option.getKey(), option.getValue());
            }
            Model local = dmsrec.train(method, dataset);
            assertThat(learned.options()).isEqualTo(local.options());
            assertThat(lists(learned, dataset.items())).isEqualTo(lists(local, dataset.items()));
            // An ordinary model: it can be evaluated on its data set.
            assertThat(dmsrec.evaluate(dataset, learned).of(learned).mrr(20, SeenItems.RANKED))
                    .isEqualTo(dmsrec.evaluate(dataset, local).of(local).mrr(20, SeenItems.RANKED));
        }
        assertThat(out.resolve("sessions.parquet")).doesNotExist();
    }

    @Test
    void anIndexHoldsNoMoreSessionsThanCanBeCompared() {
        Path small = folder.resolve("small");
        Path large = folder.resolve("large");
        DmsrecSpark.on(SPARK)
                .method("vmis-knn")
                .with(Map.of("sample-size", "1"))
                .learn(data, small);
        DmsrecSpark.on(SPARK).method("vmis-knn").learn(data, large);

        assertThat(indexed(small)).isBetween(1, ClickLogs.ITEMS);
        assertThat(indexed(large)).isGreaterThan(500);
    }

    private static int indexed(Path model) {
        return SafetensorsFile.read(model.resolve("learned.safetensors")).ints("session_offsets").length - 1;
    }

    /** All items after each item and after some sessions, with their scores; and those of a session without a known item. */
    private static List<String> lists(Model model, int items) {
        List<List<String>> sessions = new ArrayList<>(List.of(List.of("nobody")));
        for (int item = 0; item < ClickLogs.ITEMS; item++) {
            sessions.add(List.of(String.valueOf(item)));
            sessions.add(List.of("7", String.valueOf(item), String.valueOf(item / 2), String.valueOf(item / 3)));
        }
        try (SessionPredictor predictor =
                model.openPredictor(PredictionOptions.USUAL.k(items).seenItems(SeenItems.RANKED))) {
            List<String> lists = new ArrayList<>();
            for (SessionPredictor.Answer answer : predictor.predict(sessions)) {
                StringBuilder list = new StringBuilder();
                for (int rank = 0; rank < answer.items().size(); rank++) {
                    list.append(answer.items().get(rank))
                            .append(':')
                            .append(Float.toHexString(answer.scores()[rank]))
                            .append(' ');
                }
                lists.add(list.toString());
            }
            assertThat(lists).anySatisfy(list -> assertThat(list.split(" ", -1)).hasSizeGreaterThan(4));
            return lists;
        }
    }

    @Test
    void methodsThatAreNotLearnedHereAreNamed() {
        assertThatThrownBy(() -> DmsrecSpark.on(SPARK).method("sr-gnn"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "'sr-gnn' is not learned on Spark; these methods are: pop, item-knn, ar, sr, markov, vmis-knn."
                                + " 'dmsrec train' learns every other method on one machine.");
        assertThatThrownBy(() -> DmsrecSpark.on(SPARK).method("markov").with(Map.of("ties", "popular")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Omit ties");
        assertThatThrownBy(() -> DmsrecSpark.on(SPARK).method("vmis-knn").with(Map.of("sample-size", "0")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sample-size=0 compares all sessions");
        assertThatThrownBy(() -> DmsrecSpark.on(SPARK).method("sr").with(Map.of("stepps", "2")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("stepps");
        assertThatThrownBy(
                        () -> DmsrecSpark.on(SPARK).method("sr").learn(folder.resolve("nothing"), folder.resolve("m")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aSessionThatIsTooLongForPairsIsRefused() throws Exception {
        Path log = folder.resolve("long.csv");
        StringBuilder lines = new StringBuilder("session,user,item,time,title,event\n");
        for (int i = 0; i < 100_000; i++) {
            lines.append("robot,r,")
                    .append(i % 50)
                    .append(',')
                    .append(1_400_000_000L + i)
                    .append(",,view\n");
        }
        for (int s = 0; s < 40; s++) {
            lines.append("s" + s + ",u,1," + (1_400_200_000L + s) + ",,view\n");
            lines.append("s" + s + ",u,2," + (1_400_200_001L + s) + ",,view\n");
        }
        java.nio.file.Files.writeString(log, lines);
        Path longData = folder.resolve("long");
        ClickLogs.importer(log).write(longData, ClickLogs.origin());

        assertThatThrownBy(() -> DmsrecSpark.on(SPARK).method("ar").learn(longData, folder.resolve("m")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("100000 clicks, each paired with every other")
                .hasMessageContaining("--max-session-length");
        assertThat(DmsrecSpark.on(SPARK)
                        .method("markov")
                        .learn(longData, folder.resolve("markov"))
                        .method())
                .isEqualTo("markov");
    }
}
