package io.github.dmsrec.server.model;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Method;
import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.Answers.Served;
import io.github.dmsrec.server.api.ProblemException;
import io.github.dmsrec.server.metrics.ServerMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All models of a server: who answers a request, within its time, and what happens when there are too many. Safe for use by
 * several threads.
 */
public final class ServedModels implements AutoCloseable {

    private static final int ALARM_THREADS = 2;
    private static final long CLOSING_MS = 2_000;

    private final ServerOptions options;
    private final List<String> names;
    private final ServerMetrics metrics;
    private final ThreadPoolExecutor scorers;
    private final LiveIntentCalls asking;
    private final Shadowing shadowing;
    private final ScheduledThreadPoolExecutor alarms;
    private final Map<String, ServedSlot> slots = new LinkedHashMap<>();
    private final Map<String, Variants> variants = new LinkedHashMap<>();

    /**
     * Opens all models and warms them up.
     *
     * @throws InvalidInputException if one cannot be opened, or the method for overload does not count
     */
    public ServedModels(ServerOptions options, ServerMetrics metrics) {
        this.options = options;
        this.names = options.models().stream().map(ServedModel::name).toList();
        this.metrics = metrics;
        int threads = options.scoring().threads() * options.models().size();
        scorers = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), NamedThreads.named("scoring"));
        alarms = new ScheduledThreadPoolExecutor(ALARM_THREADS, NamedThreads.named("deadlines"));
        alarms.setRemoveOnCancelPolicy(true);
        asking = new LiveIntentCalls(alarms);
        shadowing = new Shadowing(metrics, options.scoring().batch());
        try {
            for (ServedModel served : options.models()) {
                slots.put(served.name(), new ServedSlot(served, options, scorers, metrics));
            }
            options.variants().forEach((name, weights) -> variants.put(name, new Variants(name, weights)));
            requireCounting(options.overload().method());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        register();
    }

    private void requireCounting(String method) {
        if (!method.equals(ServerOptions.Overload.POPULAR)) {
            String name = slot(method).with(model -> model.live().method());
            if (Method.named(name).options().containsKey("epochs")) {
                throw new InvalidInputException("overload.method names the model '" + method + "', a trained network ("
                        + name
                        + "), which overload would slow down, too. Name a model that counts, such as vmis-knn, or '"
                        + ServerOptions.Overload.POPULAR + "'.");
            }
        }
    }

    private void register() {
        metrics.loaded(slots.values().stream()
                .map(slot -> slot.with(model -> new ServerMetrics.Loaded(slot.name(), model.version(), model.since())))
                .toList());
    }

    /** The names of the models, the default first. */
    public List<String> names() {
        return names;
    }

    /**
     * Which model answers.
     *
     * @param name of the model
     * @param variant the same, if the session got it by its variants; null without variants
     */
    public record Chosen(String name, @Nullable String variant) {}

    /**
     * The model that answers a request.
     *
     * @param name of a model or of variants; null for the default
     * @param session names the session: its id, or what stands for it
     * @throws ProblemException if there is none of that name
     */
    public Chosen choose(@Nullable String name, String session) {
        if (name == null) {
            return new Chosen(names.get(0), null);
        }
        Variants shared = variants.get(name);
        if (shared != null) {
            String model = shared.model(session);
            return new Chosen(model, model);
        }
        return new Chosen(slot(name).name(), null);
    }

    private ServedSlot slot(String name) {
        ServedSlot slot = slots.get(name);
        if (slot == null) {
            List<String> known = new ArrayList<>(slots.keySet());
            known.addAll(variants.keySet());
            throw new ProblemException(
                    404,
                    "model",
                    "There is no model '" + ProblemException.quoted(name) + "'.",
                    "Served: " + String.join(", ", known) + ".");
        }
        return slot;
    }

    /**
     * A model that is open.
     *
     * @param live what recommends
     * @param version the method and the first digits of the fingerprint
     * @param since when it was loaded
     */
    public record Open(LiveRecommender live, String version, Instant since) {}

    /** Does some work with the open model of a name; it is not closed meanwhile. */
    public <T> T with(String name, Function<Open, T> work) {
        return slot(name).with(model -> work.apply(new Open(model.live(), model.version(), model.since())));
    }

    /** Keeps a session for warming up. */
    public void keep(String name, List<String> session) {
        slot(name).keep(session);
    }

    /**
     * Answers a request: by the model; by a counting method where too many wait, or no time is left.
     *
     * @param name of the model
     * @param request what is wanted
     * @param timeout within which
     * @return completes within the timeout
     * @throws InvalidInputException if the request does not fit the model
     */
    public CompletableFuture<Served> answer(String name, RecommendationRequest request, Duration timeout) {
        ServedSlot slot = slot(name);
        boolean asks = slot.with(model -> {
            model.live().require(request);
            return model.live().asksEndpoint();
        });
        if (slot.waiting() >= options.overload().degradeAt()) {
            return CompletableFuture.completedFuture(counted(slot, request, false));
        }
        PendingRequest waiting = new PendingRequest(request);
        waiting.alarm(alarms.schedule(
                () -> {
                    if (!waiting.isAnswered()) {
                        complete(waiting, () -> counted(slot, request, true));
                    }
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS));
        if (asks && request.withIntents()) {
            asking.ask(slot, waiting, timeout);
        } else {
            slot.submit(waiting);
        }
        return waiting.answer();
    }

    private static void complete(PendingRequest waiting, Supplier<Served> work) {
        try {
            waiting.answer(work.get());
        } catch (RuntimeException e) {
            waiting.fail(e);
        }
    }

    private Served counted(ServedSlot slot, RecommendationRequest request, boolean forLackOfTime) {
        String method = options.overload().method();
        slot.metrics().degraded(forLackOfTime);
        boolean popular = method.equals(ServerOptions.Overload.POPULAR);
        Served served;
        try {
            served = popular ? slot.now(request, true) : slot(method).now(request, false);
        } catch (InvalidInputException e) {
            // The counting model has other items, and a filter may name columns that they lack.
            served = slot.now(request, true);
            popular = true;
        }
        return new Served(
                served.found(),
                served.model(),
                served.served(),
                forLackOfTime ? "deadline" : "overload",
                popular ? LiveRecommender.FALLBACK : method);
    }

    /** Sends a request to the models in the shadow of another, and measures how far they agree with its answer. */
    public void shadow(String name, RecommendationRequest request, Served answer, String session) {
        for (ServerOptions.Shadow shadow : options.shadows()) {
            if (shadow.of().equals(name)) {
                shadowing.ask(shadow, slot(shadow.model()), request, answer, session);
            }
        }
    }

    /**
     * What a reload did.
     *
     * @param before the model until now
     * @param after the model from now on
     * @param warmUpSessions how many sessions warmed it up
     */
    public record Reload(String before, String after, int warmUpSessions) {}

    /**
     * Replaces a model while requests go on.
     *
     * @param name of the model
     * @param path a model folder; null for the one that it was loaded from
     * @return null if another reload of it is under way
     * @throws InvalidInputException if the other model cannot be opened; the old one stays
     */
    public @Nullable Reload reload(String name, @Nullable Path path) {
        Reload reload = slot(name).reload(path);
        if (reload != null) {
            register();
        }
        return reload;
    }

    /** Waits a moment for calls of endpoints that are under way; models whose calls take longer are freed when these end. */
    @Override
    public void close() {
        alarms.shutdownNow();
        asking.close();
        scorers.shutdown();
        Thread freeing =
                NamedThreads.named("closing").newThread(() -> slots.values().forEach(ServedSlot::close));
        try {
            scorers.awaitTermination(CLOSING_MS, TimeUnit.MILLISECONDS);
            freeing.start();
            freeing.join(CLOSING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
