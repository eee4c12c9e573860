package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do with files that are broken, moved, in use, or cannot be written. */
class FilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder = Path.of("");

    private static Path shop = Path.of("");
    private static Path network = Path.of("");
    private static Path baseline = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        shop = folder.resolve("shop");
        network = folder.resolve("network");
        baseline = folder.resolve("baseline");
        Datasets.make(SyntheticPlan.shop(3, 200, 5), shop, Origin.of("shop", "demo", 3, 1), Progress.NONE);
        run("train", "--dataset", shop.toString(), "--method", "s-knn", "--out", baseline.toString());
        run(
                "train",
                "--dataset",
                shop.toString(),
                "--method=sr-gnn",
                "--dimension=8",
                "--epochs=1",
                "--threads=1",
                "--out",
                network.toString());
    }

    @Test
    void anOutputThatIsAnInputIsRefusedAndTheInputStays() {
        for (Path out : List.of(shop, shop.resolve("inside"))) {
            assertRefused(
                    Terminal.run("split", shop.toString(), "--by", "leave-last", "--out", out.toString()),
                    "The output '" + out + "'");
        }
        assertRefused(
                Terminal.run(
                        "train",
                        "--from",
                        network.toString(),
                        "--dataset",
                        shop.toString(),
                        "--out",
                        network.toString()),
                "is also an input");
        assertRefused(
                Terminal.run(
                        "evaluate",
                        "--dataset",
                        shop.toString(),
                        "--model",
                        network.toString(),
                        "--out",
                        network.resolve("report").toString()),
                "lies inside the input '" + network + "'");
        ArtefactFolder.open(shop).requireIntact();
        ArtefactFolder.open(network).requireIntact();
    }

    @Test
    void oneCommandWritesAFolderAtATime() throws Exception {
        Path out = folder.resolve("busy");
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try (FolderLock lock = FolderLock.take(out)) {
                taken.countDown();
                tried.await();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        taken.await();
        try {
            assertRefused(
                    Terminal.run("train", "--dataset", shop.toString(), "--method", "sr-gnn", "--out", out.toString()),
                    "'" + out + "' is being written by another thread of this process");
        } finally {
            tried.countDown();
            other.join();
        }
    }

    @Test
    void aChangedByteOfAModelIsToldByEveryCommandThatOpensIt() throws IOException {
        for (Path model : List.of(network, baseline)) {
            Path broken = copy(model, "flipped-" + model.getFileName());
            String name = model.equals(network) ? "weights.safetensors" : "sessions.parquet";
            byte[] bytes = Files.readAllBytes(broken.resolve(name));
            bytes[bytes.length / 2] ^= 1;
            Files.write(broken.resolve(name), bytes);

            String m = broken.toString();
            String d = shop.toString();
            String out = folder.resolve("unmade.tsv").toString();
            for (Terminal.Result result : List.of(
                    Terminal.run("recommend", "--model", m, "--session", "1001"),
                    Terminal.run("evaluate", "--dataset", d, "--model", m),
                    Terminal.run("predict", "--dataset", d, "--model", m, "--out", out),
                    Terminal.run("candidates", "--dataset", d, "--model", m, "--out", out))) {
                assertRefused(result, "'" + broken + "' is not as it was written", "'" + name + "' was changed");
            }
        }
    }

    @Test
    void brokenModelsAreTheUsersToMend() throws IOException {
        Path edited = copy(network, "edited");
        Files.writeString(
                edited.resolve("items.json"),
                Files.readString(edited.resolve("items.json")).replace("1001", "1000"));
        assertRefused(
                Terminal.run("evaluate", "--dataset", shop.toString(), "--model", edited.toString()),
                "'items.json' was changed");

        Path cut = copy(network, "cut");
        Files.writeString(
                cut.resolve("items.json"),
                Files.readString(cut.resolve("items.json")).substring(0, 100));
        reforge(cut, Map.of());
        assertRefused(recommend(cut), cut.resolve("items.json") + "' line 1");

        for (String backbone : List.of("gce-gnn", "stamp", "msgifsr", "no-such")) {
            Path other = copy(network, "as-" + backbone);
            reforge(other, Map.of("method", backbone));
            assertRefused(recommend(other), other.toString());
        }
    }

    @Test
    void weightsThatAreNotNumbersAreToldByTensor() throws IOException {
        Path model = copy(network, "nan");
        Path file = model.resolve("weights.safetensors");
        SafetensorsFile weights = SafetensorsFile.read(file);
        Map<String, SafetensorsFile.Tensor> tensors = new LinkedHashMap<>();
        for (String name : weights.names()) {
            float[] values = weights.floats(name);
            if (name.equals("embedding.weight")) {
                values[5] = Float.NaN;
            }
            tensors.put(name, SafetensorsFile.Tensor.ofFloats(values, weights.shape(name)));
        }
        assertThat(tensors).containsKey("embedding.weight");
        SafetensorsFile.write(file, weights.metadata(), tensors);
        reforge(model, Map.of());

        assertRefused(recommend(model), "Tensor 'embedding.weight'", "the value NaN at position 5");
    }

    @Test
    void everythingWorksWhereItWasMoved() throws IOException {
        Path before = Files.createDirectory(folder.resolve("before"));
        Path data = copy(shop, "before/data");
        String model = before.resolve("model").toString();
        String candidates = before.resolve("candidates").toString();
        run("train", "--dataset", data.toString(), "--method", "pop", "--out", model);
        run("candidates", "--dataset", data.toString(), "--model", model, "-k", "20", "--out", candidates);
        run(
                "infer",
                "--dataset",
                data.toString(),
                "--candidates",
                candidates,
                "--inferrer",
                "embedding-similarity",
                "--out",
                before.resolve("intents").toString());
        Path after = Files.move(before, folder.resolve("after"));

        Path fused = after.resolve("fused");
        run(
                "train",
                "--dataset",
                after.resolve("data").toString(),
                "--method=sr-gnn",
                "--dimension=8",
                "--epochs=1",
                "--threads=1",
                "--intents",
                after.resolve("intents").toString(),
                "--out",
                fused.toString());
        Path again = Files.move(after, folder.resolve("again"));
        run(
                "evaluate",
                "--dataset",
                again.resolve("data").toString(),
                "--model",
                again.resolve("fused").toString(),
                "--out",
                again.resolve("report").toString());
        assertThat(Files.readString(again.resolve("report/report.html")))
                .contains("How often the candidates hold the target");
        assertThat(recommend(again.resolve("fused")).exitCode()).isZero();
    }

    @Test
    void aPathThroughAFileCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (String out : List.of("a", "a/b")) {
            assertRefused(
                    Terminal.run(
                            "train",
                            "--dataset",
                            shop.toString(),
                            "--method",
                            "s-knn",
                            "--out",
                            file.resolve(out).toString()),
                    file.toString(),
                    "a file is where a folder is needed");
        }
    }

    @Test
    void aFullStandardOutputIsTold() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        for (List<String> arguments : List.of(
                List.of("recommend", "--json", "--model", baseline.toString(), "--session", "1001"),
                List.of("dataset", "check", shop.toString()),
                List.of("--help"))) {
            StringWriter err = new StringWriter();
            try (OutputStream device = Files.newOutputStream(full);
                    PrintStream buffered = new PrintStream(device, true, StandardCharsets.UTF_8)) {
                Console console = new Console(
                        new PrintWriter(buffered, true, StandardCharsets.UTF_8), new PrintWriter(err, true), false);
                int code = CommandLines.of(console).execute(arguments.toArray(new String[0]));
                assertRefused(new Terminal.Result(code, "", err.toString()), "cannot be written to standard output");
            }
        }
    }

    @Test
    void numbersHaveLatinDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(String.format(Locale.getDefault(), "%d", 7)).isEqualTo("\u0667");
            for (Terminal.Result result : List.of(
                    run(
                            "train",
                            "--dataset",
                            shop.toString(),
                            "--method",
                            "s-knn",
                            "--seed=1234",
                            "--out",
                            folder.resolve("arabic").toString()),
                    run(
                            "train",
                            "--dataset",
                            shop.toString(),
                            "--method=sr-gnn",
                            "--dimension=8",
                            "--epochs=1",
                            "--out",
                            folder.resolve("arabic-network").toString()),
                    run("recommend", "--model", baseline.toString(), "--session", "1001"),
                    run("evaluate", "--dataset", shop.toString(), "--model", baseline.toString()),
                    run("dataset", "check", shop.toString()),
                    run("inspect", network.toString()))) {
                assertThat(result.out() + result.err()).doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Terminal.Result recommend(Path model) {
        return Terminal.run("recommend", "--model", model.toString(), "--session", "1001,1002");
    }

    private static Terminal.Result run(String... arguments) {
        Terminal.Result result = Terminal.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    private static void assertRefused(Terminal.Result result, String... expected) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(expected).doesNotContain("\tat ", "dmsrec failed");
    }

    /** The folder with the manifest of the first format, whose fingerprint fits the files as they are, and other options. */
    private static void reforge(Path model, Map<String, String> options) throws IOException {
        Path file = model.resolve("manifest.json");
        ObjectNode manifest = (ObjectNode) JSON.readTree(file.toFile());
        manifest.put("formatVersion", 1)
                .put("fingerprint", Fingerprint.ofFolder(model))
                .remove("files");
        options.forEach(((ObjectNode) manifest.path("options"))::put);
        JSON.writeValue(file.toFile(), manifest);
    }

    private static Path copy(Path from, String name) throws IOException {
        Path to = folder.resolve(name);
        List<Path> tree;
        try (Stream<Path> walk = Files.walk(from)) {
            tree = walk.sorted().toList();
        }
        for (Path path : tree) {
            Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
        return to;
    }
}
