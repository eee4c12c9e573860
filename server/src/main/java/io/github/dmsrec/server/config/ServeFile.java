package io.github.dmsrec.server.config;

import io.github.dmsrec.Dataset;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.IntentMode;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.ConfigFile;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.config.Yaml;
import io.github.dmsrec.core.io.ApiKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The configuration file of a server, see {@code examples/serve.yaml}. */
public final class ServeFile {

    /** Where the API key is looked for unless something else is said. */
    public static final String API_KEY_VARIABLE = "DMSREC_API_KEY";

    /** Where the admin key is looked for unless something else is said. */
    public static final String ADMIN_KEY_VARIABLE = "DMSREC_ADMIN_KEY";

    private static final int MOST = Integer.MAX_VALUE;

    private final Section root;
    private final ConfigErrors mistakes;
    private final Map<String, String> environment;

    private ServeFile(Section root, ConfigErrors mistakes, Map<String, String> environment) {
        this.root = root;
        this.mistakes = mistakes;
        this.environment = environment;
    }

    /**
     * Reads a file.
     *
     * @param overrides values by dotted path that replace those of the file
     * @param environment where keys are looked for
     * @throws UserMistakeException with every mistake, each with file, line and column
     */
    public static ServerOptions read(Path file, Map<String, String> overrides, Map<String, String> environment)
            throws IOException {
        return bind(file.toString(), ConfigFile.text(file), overrides, environment);
    }

    /**
     * Options without a file.
     *
     * @param values by dotted path
     * @param environment where keys are looked for
     * @throws UserMistakeException with every mistake
     */
    public static ServerOptions of(Map<String, String> values, Map<String, String> environment) {
        return bind("the command line", "", values, environment);
    }

    private static ServerOptions bind(
            String name, String text, Map<String, String> overrides, Map<String, String> environment) {
        Bound bound = ConfigFile.bind(
                name,
                text,
                overrides,
                "serve",
                (root, mistakes) -> new Bound(new ServeFile(root, mistakes, environment).options()));
        return Objects.requireNonNull(bound.options(), "options without mistakes");
    }

    /** The options; null if there are mistakes. */
    private record Bound(@Nullable ServerOptions options) {}

    private @Nullable ServerOptions options() {
        List<ServedModel> models = models();
        String host = root.text("host", ServerOptions.LOOPBACK);
        int port = integer(root, "port", ServerOptions.USUAL_PORT, 0, 65_535);
        ServerOptions.Scoring scoring = scoring();
        ServerOptions.Limits limits = limits();
        ServerOptions.Overload overload = overload();
        ServerOptions.SessionStore sessions = sessions();
        Path feedback = root.file("feedback").orElse(null);
        ServerOptions.Keys keys = keys();
        Map<String, Map<String, Integer>> variants = variants();
        List<ServerOptions.Shadow> shadows = shadows();
        ServerOptions.Drain drain = drain();
        int warmUp = integer(root, "warm-up-sessions", ServerOptions.USUAL_WARM_UP, 0, 100_000);
        root.done();
        if (mistakes.count() > 0) {
            return null;
        }
        return checked(
                root.where(),
                () -> new ServerOptions(
                        models, host, port, scoring, limits, overload, sessions, feedback, keys, variants, shadows,
                        drain, warmUp));
    }

    /** A value that must agree with others; where it does not, the mistake is noted. */
    private <T> T checked(String where, Supplier<T> value, T otherwise) {
        return Objects.requireNonNullElse(checked(where, value), otherwise);
    }

    /** A value that must agree with others; where it does not, the mistake is noted, and there is none. */
    private <T> @Nullable T checked(String where, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidInputException | UserMistakeException e) {
            mistakes.add(where, String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
            return null;
        }
    }

    private static int integer(Section section, String key, int otherwise, int least, int most) {
        return (int) section.integer(key, otherwise, least, most);
    }

    private static Duration millis(Section section, String key, Duration otherwise) {
        return Duration.ofMillis(section.integer(key, otherwise.toMillis(), 0, MOST));
    }

    private static Duration seconds(Section section, String key, Duration otherwise) {
        return Duration.ofSeconds(section.integer(key, otherwise.toSeconds(), 0, MOST));
    }

    private List<ServedModel> models() {
        List<ServedModel> models = new ArrayList<>();
        Section section = root.section("models").orElse(null);
        if (section == null || section.keys().isEmpty()) {
            mistakes.add(
                    root.where(),
                    "models: a server needs a model.",
                    "add 'models:' with a line like '  default: runs/base'.");
            return models;
        }
        for (String name : section.keys()) {
            ServedModel model = section.value(name).orElseThrow() instanceof Yaml.Mapping
                    ? section.section(name).map(own -> model(name, own)).orElse(null)
                    : section.text(name)
                            .map(path ->
                                    checked(section.where(name), () -> ServedModel.of(name, Model.load(Path.of(path)))))
                            .orElse(null);
            if (model != null) {
                models.add(model);
            }
        }
        return models;
    }

    private @Nullable ServedModel model(String name, Section own) {
        String path = own.required("path", "the folder of the model");
        String intents = own.text("intents", IntentMode.LIVE.label());
        Path newer = own.file("items").orElse(null);
        Section inferring = own.section("inferrer").orElse(null);
        String inferrer = inferring == null ? null : inferring.required("name", "what infers the intents");
        Map<String, String> options = inferring == null ? Map.of() : inferring.rest();
        own.done();
        if (path.isEmpty() || (inferrer != null && inferrer.isEmpty())) {
            return null;
        }
        return checked(
                own.where(),
                () -> new ServedModel(
                        name,
                        Model.load(Path.of(path)),
                        IntentMode.of(intents),
                        inferrer == null ? null : inferrer(inferrer, options),
                        newer == null ? null : Dataset.open(newer)));
    }

    private static Inferrer inferrer(String name, Map<String, String> options) {
        Inferrer inferrer = Inferrer.named(name);
        for (Map.Entry<String, String> option : options.entrySet()) {
            inferrer = inferrer.with(option.getKey(), option.getValue());
        }
        return inferrer;
    }

    private ServerOptions.Scoring scoring() {
        ServerOptions.Scoring usual = ServerOptions.Scoring.usual();
        Section section = root.section("scoring").orElse(null);
        if (section == null) {
            return usual;
        }
        int threads = integer(section, "threads", usual.threads(), 1, 256);
        int batch = integer(section, "batch", usual.batch(), 1, 1_024);
        long waitMicros = section.integer("wait-us", usual.longestWait().toNanos() / 1_000, 0, 100_000);
        section.done();
        return checked(
                section.where(),
                () -> new ServerOptions.Scoring(threads, batch, Duration.ofNanos(waitMicros * 1_000)),
                usual);
    }

    private ServerOptions.Limits limits() {
        ServerOptions.Limits usual = ServerOptions.Limits.USUAL;
        Section section = root.section("limits").orElse(null);
        if (section == null) {
            return usual;
        }
        int bodyKilobytes = integer(section, "body-kb", usual.bodyBytes() >> 10, 1, 64 << 10);
        int k = integer(section, "k", usual.k(), 1, 100_000);
        int session = integer(section, "session", usual.session(), 1, usual.session());
        int ids = integer(section, "ids", usual.ids(), 1, 1_000_000);
        int idLength = integer(section, "id-length", usual.idLength(), 1, 10_000);
        Duration idle = seconds(section, "idle-seconds", usual.idle());
        int batches = integer(section, "batches", usual.batches(), 1, 64);
        section.done();
        return checked(
                section.where(),
                () -> new ServerOptions.Limits(bodyKilobytes << 10, k, session, ids, idLength, idle, batches),
                usual);
    }

    private ServerOptions.Overload overload() {
        ServerOptions.Overload usual = ServerOptions.Overload.USUAL;
        Duration timeout = millis(root, "timeout-ms", usual.timeout());
        Section section = root.section("overload").orElse(null);
        int queue = section == null ? usual.queue() : integer(section, "queue", usual.queue(), 1, 1_000_000);
        int degradeAt =
                section == null ? usual.degradeAt() : integer(section, "degrade-at", usual.degradeAt(), 1, 1_000_000);
        String method = section == null ? usual.method() : section.text("method", usual.method());
        if (section != null) {
            section.done();
        }
        return checked(root.where(), () -> new ServerOptions.Overload(queue, degradeAt, method, timeout), usual);
    }

    private ServerOptions.@Nullable SessionStore sessions() {
        Section section = root.section("sessions").orElse(null);
        if (section == null) {
            return null;
        }
        ServerOptions.SessionStore usual = ServerOptions.SessionStore.USUAL;
        Duration lifetime = seconds(section, "lifetime-seconds", usual.lifetime());
        Duration idle = seconds(section, "idle-seconds", usual.idle());
        int most = integer(section, "most", usual.sessions(), 1, 100_000_000);
        int clicks = integer(section, "clicks", usual.clicks(), 1, 10_000);
        section.done();
        return checked(section.where(), () -> new ServerOptions.SessionStore(lifetime, idle, most, clicks), usual);
    }

    private ServerOptions.Keys keys() {
        Section section = root.section("keys").orElse(null);
        String apiFile = section == null ? "" : section.text("api-key-file", "");
        String adminFile = section == null ? "" : section.text("admin-key-file", "");
        String apiVariable = section == null ? API_KEY_VARIABLE : section.text("api-key-variable", API_KEY_VARIABLE);
        String adminVariable =
                section == null ? ADMIN_KEY_VARIABLE : section.text("admin-key-variable", ADMIN_KEY_VARIABLE);
        if (section != null) {
            section.done();
        }
        return checked(
                section == null ? root.where() : section.where(),
                () -> new ServerOptions.Keys(
                        ApiKey.find(apiVariable, apiFile, environment).orElse(null),
                        ApiKey.find(adminVariable, adminFile, environment).orElse(null)),
                ServerOptions.Keys.NONE);
    }

    private Map<String, Map<String, Integer>> variants() {
        Map<String, Map<String, Integer>> variants = new LinkedHashMap<>();
        root.section("variants").ifPresent(section -> section.sections().forEach((name, own) -> {
            Map<String, Integer> weights = new LinkedHashMap<>();
            for (String model : own.keys()) {
                weights.put(model, integer(own, model, 1, 1, 1_000_000));
            }
            variants.put(name, weights);
        }));
        return variants;
    }

    private List<ServerOptions.Shadow> shadows() {
        List<ServerOptions.Shadow> shadows = new ArrayList<>();
        root.section("shadows").ifPresent(section -> section.sections().forEach((model, own) -> {
            String of = own.required("of", "the model whose requests it gets");
            int percent = integer(own, "percent", 100, 1, 100);
            own.done();
            ServerOptions.Shadow shadow =
                    checked(own.where(), () -> new ServerOptions.Shadow(of, model, percent / 100.0));
            if (shadow != null) {
                shadows.add(shadow);
            }
        }));
        return shadows;
    }

    private ServerOptions.Drain drain() {
        ServerOptions.Drain usual = ServerOptions.Drain.USUAL;
        Section section = root.section("drain").orElse(null);
        if (section == null) {
            return usual;
        }
        Duration delay = seconds(section, "delay-seconds", usual.delay());
        Duration timeout = seconds(section, "timeout-seconds", usual.timeout());
        section.done();
        return checked(section.where(), () -> new ServerOptions.Drain(delay, timeout), usual);
    }
}
