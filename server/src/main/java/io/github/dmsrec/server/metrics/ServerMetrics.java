package io.github.dmsrec.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the service measures of itself, for Prometheus; docs/serving.md says what each figure means. Safe for use by several threads. */
public final class ServerMetrics implements AutoCloseable {

    /** Bounds of the histogram of answer times. */
    private static final Duration[] BOUNDS = Stream.of(1, 2, 3, 5, 7, 10, 20, 35, 50, 100, 200, 500, 1_000, 5_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Map<Key, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, OfModel> models = new ConcurrentHashMap<>();
    private final MultiGauge loaded;
    private final MultiGauge ages;
    private final Counter rejected;
    private final Counter feedbackWritten;
    private final Counter feedbackLost;

    private record Key(String route, String model, int status) {}

    /** A model that is served now. */
    public record Loaded(String name, String version, Instant since) {}

    /** Registers what is always there. */
    public ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
        loaded = MultiGauge.builder("dmsrec.model.info")
                .description("1 for each served model, with its method and fingerprint")
                .register(registry);
        ages = MultiGauge.builder("dmsrec.model.age")
                .description("Seconds since each served model was loaded")
                .baseUnit("seconds")
                .register(registry);
        rejected = Counter.builder("dmsrec.rejected")
                .description("Requests refused with status 429")
                .register(registry);
        feedbackWritten = feedback("written");
        feedbackLost = feedback("lost");
    }

    private Counter feedback(String outcome) {
        return Counter.builder("dmsrec.feedback")
                .description("Lines of feedback, by whether they were written")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** What is counted of a model. */
    public final class OfModel {

        private final Counter clicks;
        private final Counter unknown;
        private final Counter fallbacks;
        private final Counter emptied;
        private final Counter overload;
        private final Counter deadline;
        private final Counter live;
        private final Counter none;
        private final Counter reloaded;
        private final Counter reloadFailed;
        private final DistributionSummary batch;
        private final String name;

        private OfModel(String name) {
            this.name = name;
            clicks = counter("dmsrec.clicks", "Clicks of the sessions that were asked for");
            unknown = counter("dmsrec.clicks.unknown", "Items of these sessions that the model does not know");
            fallbacks =
                    counter("dmsrec.fallback", "Sessions without any known item, answered by the most clicked items");
            emptied = counter("dmsrec.emptied", "Answers without any item");
            overload = counter(
                    "dmsrec.degraded", "Answers of a non-neural baseline in the model's place", "reason", "overload");
            deadline = counter(
                    "dmsrec.degraded", "Answers of a non-neural baseline in the model's place", "reason", "deadline");
            live = counter("dmsrec.intents", "Answers by whether intents were inferred", "mode", "live");
            none = counter("dmsrec.intents", "Answers by whether intents were inferred", "mode", "none");
            reloaded = counter("dmsrec.reloads", "Reloads by outcome", "outcome", "done");
            reloadFailed = counter("dmsrec.reloads", "Reloads by outcome", "outcome", "failed");
            batch = DistributionSummary.builder("dmsrec.batch.size")
                    .description("Requests that were scored together")
                    .tag("model", name)
                    .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
                    .register(registry);
        }

        private Counter counter(String meter, String description, String... more) {
            return Counter.builder(meter)
                    .description(description)
                    .tags(Tags.of("model", name).and(more))
                    .register(registry);
        }

        /** A session was answered by the model. */
        public void answered(int known, int unknownItems, boolean fallback, boolean empty, boolean intents) {
            clicks.increment((double) known + unknownItems);
            unknown.increment(unknownItems);
            if (fallback) {
                fallbacks.increment();
            }
            if (empty) {
                emptied.increment();
            }
            (intents ? live : none).increment();
        }

        /** A non-neural baseline answered. */
        public void degraded(boolean forLackOfTime) {
            (forLackOfTime ? deadline : overload).increment();
        }

        /** Some requests were scored together. */
        public void batch(int size) {
            batch.record(size);
        }

        /** The model was replaced, or not. */
        public void reloaded(boolean done) {
            (done ? reloaded : reloadFailed).increment();
        }

        /** How many requests wait for the model. */
        public void queue(Supplier<Number> waiting) {
            Gauge.builder("dmsrec.queue", waiting)
                    .description("Requests that wait for the model")
                    .tag("model", name)
                    .register(registry);
        }
    }

    /** What is counted of a model that is served under a name. */
    public OfModel model(String name) {
        return models.computeIfAbsent(name, OfModel::new);
    }

    /**
     * A request has ended.
     *
     * @param route the route's template
     * @param model the name of the served model; empty for routes without
     * @param status of the answer; 0 if the connection broke before it
     * @param nanos from its arrival
     */
    public void request(String route, String model, int status, long nanos) {
        requests.computeIfAbsent(new Key(route, model, status), this::timer).record(Duration.ofNanos(nanos));
    }

    private Timer timer(Key key) {
        return Timer.builder("dmsrec.requests")
                .description("Time from a request's arrival to the end of its answer, by route, model and status")
                .tags("route", key.route(), "model", key.model(), "status", Integer.toString(key.status()))
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    /** A request was refused for overload. */
    public void rejected() {
        rejected.increment();
    }

    /** A line of feedback was written, or lost. */
    public void feedback(boolean written) {
        (written ? feedbackWritten : feedbackLost).increment();
    }

    /** A number that is looked up when it is asked for. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /**
     * How much of a model's list a model in its shadow has, too.
     *
     * @param of the model that answered
     * @param model the model in the shadow
     * @param overlap from 0 to 1
     */
    public void overlap(String of, String model, double overlap) {
        DistributionSummary.builder("dmsrec.shadow.overlap")
                .description("Share of the recommended items that the model in the shadow recommends, too")
                .tags("of", of, "model", model)
                .serviceLevelObjectives(0.1, 0.25, 0.5, 0.75, 0.9)
                .register(registry)
                .record(overlap);
    }

    /** A model in the shadow was not asked, because it is too slow for all requests. */
    public void shadowSkipped(String of, String model) {
        Counter.builder("dmsrec.shadow.skipped")
                .description("Requests that the model in the shadow did not get, because it was busy")
                .tags("of", of, "model", model)
                .register(registry)
                .increment();
    }

    /** The models that are served from now on. */
    public void loaded(List<Loaded> served) {
        loaded.register(
                served.stream()
                        .map(model -> MultiGauge.Row.of(Tags.of("model", model.name(), "version", model.version()), 1))
                        .toList(),
                true);
        ages.register(
                served.stream()
                        .map(model -> MultiGauge.Row.of(
                                Tags.of("model", model.name()),
                                model.since(),
                                since -> Duration.between(since, Instant.now()).toMillis() / 1e3))
                        .toList(),
                true);
    }

    /** All figures in the text form of Prometheus. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
