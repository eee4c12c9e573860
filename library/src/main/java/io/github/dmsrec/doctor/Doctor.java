package io.github.dmsrec.doctor;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.LaunchVariable;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.encode.CacheFolder;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out whether this machine can run dmsrec well. */
public final class Doctor {

    private static final long GIGABYTE = 1L << 30;
    private static final String NATIVE_FIX =
            "use Linux x86-64 with glibc (not Alpine), have dmsrec-natives-PLATFORM among the dependencies, and free disk"
                    + " space for ~/.javacpp/cache and the folder for temporary files.";

    private final List<Check> checks = new ArrayList<>();

    private Doctor() {}

    /**
     * Checks.
     *
     * @param threads as they would be used
     * @param work the folder that artefacts would be written to
     * @param model a model to load, if wanted: a folder, or a language model's GGUF file
     * @param dataset a data set; how long a language model takes for it is foreseen, if one is loaded
     * @param encoder a text encoder to load
     * @param baseUrl an OpenAI-compatible endpoint to ask for its models, if wanted
     * @param apiKey the endpoint's key, if there is one
     */
    public static List<Check> examine(
            int threads,
            Path work,
            Optional<Path> model,
            Optional<Path> dataset,
            EncoderOptions encoder,
            Optional<String> baseUrl,
            Optional<String> apiKey) {
        Doctor doctor = new Doctor();
        doctor.java();
        doctor.engine(threads);
        doctor.database("data engine", "jdbc:duckdb:");
        doctor.database("answer store", "jdbc:sqlite::memory:");
        doctor.encoder(encoder, threads);
        doctor.inferrers();
        doctor.memory();
        doctor.disk("disk for work", work);
        doctor.disk("disk for cache", CacheFolder.resolve(Optional.empty(), System.getenv()));
        doctor.disk("temporary files", Path.of(System.getProperty("java.io.tmpdir", ".")));
        model.ifPresent(path -> doctor.model(path, dataset, threads));
        baseUrl.ifPresent(url -> doctor.endpoint(url, apiKey));
        return List.copyOf(doctor.checks);
    }

    private void java() {
        String os = System.getProperty("os.name", "?");
        String arch = System.getProperty("os.arch", "?");
        String found = "Java " + System.getProperty("java.version", "?") + " from "
                + System.getProperty("java.vendor", "?") + ", " + os + " " + arch;
        boolean tested = os.equals("Linux") && arch.equals("amd64");
        checks.add(
                tested
                        ? Check.ok("java", found)
                        : Check.warn("java", found, "dmsrec is tested on Linux x86-64; other platforms may work."));
    }

    private void engine(int threads) {
        try {
            Engine.configure(threads);
            Engine.Report report = Engine.report();
            checks.add(Check.ok("tensor engine", report.version() + ", its libraries load"));
            int processors = Runtime.getRuntime().availableProcessors();
            String found = report.threads() + " of " + processors + " processors";
            checks.add(
                    report.threads() > processors
                            ? Check.warn("threads", found, "use --threads " + processors + " or fewer.")
                            : Check.ok("threads", found));
            checks.add(
                    report.advice().isEmpty()
                            ? Check.ok("blas", report.blas())
                            : Check.warn("blas", report.blas(), String.join(" ", report.advice())));
            launch(report.unset());
        } catch (LinkageError e) {
            checks.add(Check.fail("tensor engine", firstLine(e), NATIVE_FIX));
        }
    }

    /** Environment variables cost speed only; the settings that matter for results are the library's own work. */
    private void launch(List<LaunchVariable> unset) {
        if (unset.isEmpty()) {
            checks.add(Check.ok("launch settings", "the environment is set for speed"));
        }
        for (LaunchVariable variable : unset) {
            checks.add(Check.warn(
                    "launch settings",
                    variable.name() + " is not set in the environment. " + variable.cost(),
                    "set " + variable.name() + "=" + variable.value()
                            + " before Java starts, or start dmsrec with its own launcher."));
        }
    }

    private void inferrers() {
        String names = String.join(", ", Inferrers.names());
        for (ChatProvider provider : ChatProviders.all()) {
            try {
                provider.checkMachine();
            } catch (UserMistakeException | LinkageError e) {
                checks.add(Check.warn(
                        "inferrers",
                        "'" + provider.name() + "' does not load: " + firstLine(e),
                        "on Linux install libgomp1; a model server needs no native library: 'openai' or 'ollama'."));
                return;
            }
        }
        checks.add(Check.ok("inferrers", names));
    }

    private void database(String name, String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 42")) {
            boolean answered = result.next() && result.getInt(1) == 42;
            String found = connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
            checks.add(
                    answered ? Check.ok(name, found) : Check.fail(name, found + " gives a wrong answer", NATIVE_FIX));
        } catch (SQLException | LinkageError e) {
            checks.add(Check.fail(name, firstLine(e), NATIVE_FIX));
        }
    }

    private void encoder(EncoderOptions options, int threads) {
        try {
            Path cache = Files.createTempDirectory("dmsrec-doctor-");
            try (TextEncoder encoder = options.open(threads, cache)) {
                long start = System.nanoTime();
                encoder.encode(List.of("two-person tent"), Progress.NONE);
                checks.add(Check.ok(
                        "text encoder",
                        String.format(
                                Locale.ROOT,
                                "%s, %d numbers per text, one text in %.0f ms",
                                encoder.name(),
                                encoder.dimension(),
                                (System.nanoTime() - start) / 1e6)));
            } finally {
                ArtefactFolder.deleteTree(cache);
            }
        } catch (UserMistakeException e) {
            checks.add(Check.fail(
                    "text encoder",
                    firstLine(e),
                    "give a folder with a fitting model to --encoder, or start its endpoint."));
        } catch (LinkageError e) {
            checks.add(Check.fail("text encoder", firstLine(e), NATIVE_FIX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String found = gigabytes(heap) + " for Java";
        long physical = 0;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            physical = system.getTotalMemorySize();
            found += ", " + gigabytes(physical) + " in the machine";
        }
        if (physical > 0 && physical < 3 * GIGABYTE) {
            checks.add(Check.warn("memory", found, "training on ml-1m needs about 2 GB; use a larger machine."));
        } else if (heap < GIGABYTE) {
            checks.add(Check.warn("memory", found, "set DMSREC_JAVA_OPTS=-Xmx4g."));
        } else {
            checks.add(Check.ok("memory", found));
        }
    }

    private void disk(String name, Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String found = gigabytes(free) + " free at " + existing;
            if (!Files.isWritable(existing)) {
                checks.add(Check.fail(name, existing + " may not be written", "choose another folder."));
            } else if (free < GIGABYTE / 2) {
                checks.add(Check.fail(name, found, "free some space, or choose another folder."));
            } else if (free < 3 * GIGABYTE) {
                checks.add(Check.warn(name, found, "large data sets need some gigabytes."));
            } else {
                checks.add(Check.ok(name, found));
            }
        } catch (IOException e) {
            checks.add(Check.fail(name, firstLine(e), "choose another folder."));
        }
    }

    private void model(Path path, Optional<Path> dataset, int threads) {
        if (Files.isRegularFile(path) || path.toString().endsWith(".gguf")) {
            languageModel(path, dataset, threads);
            return;
        }
        try {
            ArtefactFolder folder = ArtefactFolder.open(path);
            String fingerprint = Fingerprint.ofFolder(path);
            if (!fingerprint.equals(folder.manifest().fingerprint())) {
                checks.add(Check.fail(
                        "model", "the files of " + path + " are not those that were written", "make the model again."));
                return;
            }
            try (SessionModel model = SessionModel.load(path, threads)) {
                checks.add(Check.ok(
                        "model",
                        model.name() + " with " + model.catalogue().size() + " items loads, all bytes as written"));
            }
        } catch (UserMistakeException e) {
            checks.add(Check.fail("model", firstLine(e), "give the folder of a model to --model."));
        } catch (IOException | LinkageError e) {
            checks.add(Check.fail("model", firstLine(e), "make the model again."));
        }
    }

    private void languageModel(Path file, Optional<Path> dataset, int threads) {
        try {
            checks.addAll(LanguageModelTrial.of(
                    file, threads, dataset.map(DatasetFolder::read).orElse(null)));
        } catch (UserMistakeException e) {
            checks.add(Check.fail("dataset", firstLine(e), "give the folder of a data set to --dataset."));
        }
    }

    private void endpoint(String baseUrl, Optional<String> apiKey) {
        String url = baseUrl.replaceAll("/+$", "") + "/models";
        String fix = "start the server, or correct the address, which often ends with /v1.";
        try {
            // HTTP/1.1: some servers refuse, or hang at, the offer to upgrade.
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(20))
                    .GET();
            apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                checks.add(Check.ok("llm endpoint", url + " answers"));
            } else if (response.statusCode() == 401 || response.statusCode() == 403) {
                checks.add(Check.fail(
                        "llm endpoint",
                        url + " answers HTTP " + response.statusCode(),
                        apiKey.isEmpty() ? "put the API key into the environment." : "the API key is wrong."));
            } else {
                checks.add(Check.fail("llm endpoint", url + " answers HTTP " + response.statusCode(), fix));
            }
        } catch (IOException | IllegalArgumentException e) {
            checks.add(Check.fail("llm endpoint", url + ": " + firstLine(e), fix));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            checks.add(Check.fail("llm endpoint", url + ": interrupted", fix));
        }
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        String line = message.lines().findFirst().orElse("");
        return e instanceof UserMistakeException ? line : e.getClass().getSimpleName() + ": " + line;
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / (double) GIGABYTE);
    }
}
