package io.github.dmsrec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server serves, and how. Begin with {@link #of}; each method returns other options. Immutable.
 *
 * @param models by name; the first answers requests that name none
 * @param host the address to listen on; loopback unless something else is said
 * @param port from 0 to 65535; 0 for any free one
 * @param scoring how requests are scored together
 * @param limits what a request may ask for
 * @param overload what becomes of requests that cannot be scored in time
 * @param sessions the store of sessions; null for none, so that each request brings its session
 * @param feedback the JSON-lines log of feedback; null for none
 * @param keys who may ask
 * @param variants for each name that requests may use as a model's: the models that share it, with their weights
 * @param shadows models that answer unseen, to be compared
 * @param drain how it stops
 * @param warmUpSessions how many sessions are replayed to warm up a model; also the number of recent ones that are kept for
 * it, in memory
 *     and without session ids
 */
public record ServerOptions(
        List<ServedModel> models,
        String host,
        int port,
        Scoring scoring,
        Limits limits,
        Overload overload,
        @Nullable SessionStore sessions,
        @Nullable Path feedback,
        Keys keys,
        Map<String, Map<String, Integer>> variants,
        List<Shadow> shadows,
        Drain drain,
        int warmUpSessions) {

    /** The address that other machines cannot reach. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The port unless something else is said. */
    public static final int USUAL_PORT = 8080;

    /** How many sessions warm up a model unless something else is said. */
    public static final int USUAL_WARM_UP = 200;

    /**
     * Copies the collections and checks that everything refers to something that is there.
     *
     * @param models by name; the first answers requests that name none
     * @param host the address to listen on; loopback unless something else is said
     * @param port from 0 to 65535; 0 for any free one
     * @param scoring how requests are scored together
     * @param limits what a request may ask for
     * @param overload what becomes of requests that cannot be scored in time
     * @param sessions the store of sessions; null for none, so that each request brings its session
     * @param feedback the JSON-lines log of feedback; null for none
     * @param keys who may ask
     * @param variants for each name that requests may use as a model's: the models that share it, with their weights
     * @param shadows models that answer unseen, to be compared
     * @param drain how it stops
     * @param warmUpSessions how many sessions are replayed to warm up a model; also the number of recent ones that are kept
     * for it, in memory
     *     and without session ids
     */
    public ServerOptions {
        models = List.copyOf(models);
        shadows = List.copyOf(shadows);
        Map<String, Map<String, Integer>> copied = new LinkedHashMap<>();
        variants.forEach((name, weights) -> copied.put(name, Map.copyOf(weights)));
        variants = Map.copyOf(copied);
        if (models.isEmpty()) {
            throw new InvalidInputException("A server needs a model. Name one, for example with --model runs/base.");
        }
        range("port", port, 0, 65_535);
        range("warm-up.sessions", warmUpSessions, 0, 100_000);
        Set<String> names = new HashSet<>();
        for (ServedModel model : models) {
            if (!names.add(model.name())) {
                throw new InvalidInputException(
                        "Two served models have the name '" + model.name() + "'. Give each a name of its own.");
            }
        }
        variants.forEach((name, weights) -> {
            if (names.contains(name)) {
                throw new InvalidInputException("The variants '" + name
                        + "' have the name of a model, so that a request could mean either. Rename one of them.");
            }
            if (weights.isEmpty()) {
                throw new InvalidInputException("The variants '" + name + "' have no model. Name at least one.");
            }
            weights.forEach((model, weight) -> {
                known("variants." + name, model, names);
                range("variants." + name + "." + model, weight, 1, 1_000_000);
            });
        });
        for (Shadow shadow : shadows) {
            known("shadows", shadow.of(), names);
            known("shadows", shadow.model(), names);
        }
        if (!overload.method().equals(Overload.POPULAR)) {
            known("overload.method", overload.method(), names);
        }
    }

    private static void known(String what, String model, Set<String> names) {
        if (!names.contains(model)) {
            throw new InvalidInputException(what + " names the model '" + model + "', which is not served. Served: "
                    + String.join(", ", names.stream().sorted().toList()) + ".");
        }
    }

    private static void range(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidInputException(
                    what + " is " + value + ", but must be from " + least + " to " + most + ".");
        }
    }

    private static void range(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidInputException(what + " is " + value.toMillis() + " ms, but must be from "
                    + least.toMillis() + " to " + most.toMillis() + " ms.");
        }
    }

    /**
     * How requests are scored together. While all threads are busy, requests wait and are then scored as one batch, which
     * costs less than one by one; none waits for others while a thread is free, unless a wait is set.
     *
     * @param threads that score, each a batch at a time; from 1 to 256
     * @param batch how many requests at most are scored together; from 1 to 1,024
     * @param longestWait how long a request waits for others while a thread is free; at most 100 ms
     */
    public record Scoring(int threads, int batch, Duration longestWait) {

        /** {@return a thread for each processor, up to 32 requests together, no wait} */
        public static Scoring usual() {
            return new Scoring(Runtime.getRuntime().availableProcessors(), 32, Duration.ZERO);
        }

        /**
         * Checks the ranges.
         *
         * @param threads that score, each a batch at a time; from 1 to 256
         * @param batch how many requests at most are scored together; from 1 to 1,024
         * @param longestWait how long a request waits for others while a thread is free; at most 100 ms
         */
        public Scoring {
            range("scoring.threads", threads, 1, 256);
            range("scoring.batch", batch, 1, 1_024);
            range("scoring.wait", longestWait, Duration.ZERO, Duration.ofMillis(100));
        }
    }

    /**
     * What a request may ask for.
     *
     * @param bodyBytes of a request; from 1,024 to 64 MiB
     * @param k how many items; from 1 to 100,000
     * @param session how many clicks; from 1 to {@link LiveRecommender#MOST_CLICKS}
     * @param ids how many ids in {@code exclude}, and in {@code include}
     * @param idLength of an id, in characters
     * @param idle how long a connection may send nothing
     * @param batches how many requests of many sessions are answered at once
     */
    public record Limits(int bodyBytes, int k, int session, int ids, int idLength, Duration idle, int batches) {

        /** 1 MiB, k up to 1,000, sessions up to 10,000 clicks, 10,000 ids of 500 characters, 30 s, 4 batches. */
        public static final Limits USUAL =
                new Limits(1 << 20, 1_000, LiveRecommender.MOST_CLICKS, 10_000, 500, Duration.ofSeconds(30), 4);

        /**
         * Checks the ranges.
         *
         * @param bodyBytes of a request; from 1,024 to 64 MiB
         * @param k how many items; from 1 to 100,000
         * @param session how many clicks; from 1 to {@link LiveRecommender#MOST_CLICKS}
         * @param ids how many ids in {@code exclude}, and in {@code include}
         * @param idLength of an id, in characters
         * @param idle how long a connection may send nothing
         * @param batches how many requests of many sessions are answered at once
         */
        public Limits {
            range("limits.body-kb", bodyBytes, 1_024, 64 << 20);
            range("limits.k", k, 1, 100_000);
            range("limits.session", session, 1, LiveRecommender.MOST_CLICKS);
            range("limits.ids", ids, 1, 1_000_000);
            range("limits.id-length", idLength, 1, 10_000);
            range("limits.idle", idle, Duration.ofMillis(100), Duration.ofHours(1));
            range("limits.batches", batches, 1, 64);
        }
    }

    /**
     * What becomes of requests that cannot be scored in time. First come answers of a non-neural baseline, which say so; beyond
     * a limit requests are refused with status 429.
     *
     * @param queue how many requests are worked on at most, waiting or not; the next is refused
     * @param degradeAt how many requests of a model may wait; the next is answered by the non-neural baseline
     * @param method {@value #POPULAR} for the model's most clicked items, or the name of a served model that counts
     * @param timeout within which a request is answered unless it says so itself; then the non-neural baseline answers
     */
    public record Overload(int queue, int degradeAt, String method, Duration timeout) {

        /** The most clicked items. */
        public static final String POPULAR = LiveRecommender.FALLBACK;

        /** 512 requests at once, 256 waiting, the most clicked items, one second. */
        public static final Overload USUAL = new Overload(512, 256, POPULAR, Duration.ofSeconds(1));

        /**
         * Checks the ranges.
         *
         * @param queue how many requests are worked on at most, waiting or not; the next is refused
         * @param degradeAt how many requests of a model may wait; the next is answered by the non-neural baseline
         * @param method {@value #POPULAR} for the model's most clicked items, or the name of a served model that counts
         * @param timeout within which a request is answered unless it says so itself; then the non-neural baseline answers
         */
        public Overload {
            range("overload.queue", queue, 1, 1_000_000);
            range("overload.degrade-at", degradeAt, 1, 1_000_000);
            range("timeout", timeout, Duration.ofMillis(1), Duration.ofMinutes(10));
        }
    }

    /**
     * Sessions that the server keeps, in memory, for requests with {@code "consent": true}.
     *
     * @param lifetime after its first click a session is forgotten
     * @param idle after its last click a session is forgotten
     * @param sessions how many are kept; beyond it those that are least used are forgotten
     * @param clicks the last clicks of a session that are kept
     */
    public record SessionStore(Duration lifetime, Duration idle, int sessions, int clicks) {

        /** A day, half an hour without a click, 100,000 sessions, the last 50 clicks. */
        public static final SessionStore USUAL =
                new SessionStore(Duration.ofDays(1), Duration.ofMinutes(30), 100_000, 50);

        /**
         * Checks the ranges.
         *
         * @param lifetime after its first click a session is forgotten
         * @param idle after its last click a session is forgotten
         * @param sessions how many are kept; beyond it those that are least used are forgotten
         * @param clicks the last clicks of a session that are kept
         */
        public SessionStore {
            range("sessions.lifetime", lifetime, Duration.ofMillis(1), Duration.ofDays(365));
            range("sessions.idle", idle, Duration.ofMillis(1), Duration.ofDays(365));
            range("sessions.most", sessions, 1, 100_000_000);
            range("sessions.clicks", clicks, 1, LiveRecommender.MOST_CLICKS);
        }
    }

    /**
     * Keys that requests must have. Never printed.
     *
     * @param api for the routes below {@code /v1}; null for none, so that everybody may ask
     * @param admin for the routes below {@code /admin}; null for none, so that nobody may
     */
    public record Keys(@Nullable String api, @Nullable String admin) {

        /** Everybody may ask, nobody may administer. */
        public static final Keys NONE = new Keys(null, null);

        private static final int SHORTEST = 8;

        /**
         * Refuses keys that can be guessed.
         *
         * @param api for the routes below {@code /v1}; null for none, so that everybody may ask
         * @param admin for the routes below {@code /admin}; null for none, so that nobody may
         */
        public Keys {
            longEnough("API key", api);
            longEnough("admin key", admin);
            if (api != null && api.equals(admin)) {
                throw new InvalidInputException("The API key and the admin key are the same. Choose two.");
            }
        }

        private static void longEnough(String what, @Nullable String key) {
            if (key != null && key.length() < SHORTEST) {
                throw new InvalidInputException("The " + what + " has " + key.length() + " characters; at least "
                        + SHORTEST + " are needed. 'openssl rand -hex 24' makes a good one.");
            }
        }

        /** Says which keys there are, and not what they are. */
        @Override
        public String toString() {
            return "Keys[api " + (api == null ? "none" : "set") + ", admin " + (admin == null ? "none" : "set") + "]";
        }
    }

    /**
     * A model that gets requests of another, after these were answered; how far both agree is measured, and nobody sees what it
     * recommends.
     *
     * @param of the model whose requests it gets
     * @param model the model in the shadow
     * @param share of the requests, above 0 and at most 1
     */
    public record Shadow(String of, String model, double share) {

        /**
         * Checks the share.
         *
         * @param of the model whose requests it gets
         * @param model the model in the shadow
         * @param share of the requests, above 0 and at most 1
         */
        public Shadow {
            if (!(share > 0 && share <= 1)) {
                throw new InvalidInputException(
                        "The share of a shadow is " + share + ", but must be above 0 and at most 1.");
            }
            if (of.equals(model)) {
                throw new InvalidInputException("The model '" + of + "' is its own shadow. Name another.");
            }
        }
    }

    /**
     * How a server stops.
     *
     * @param delay for how long it answers while it already says that it is not ready, so that a balancer takes it out
     * @param timeout after which requests that have not ended are cut off
     */
    public record Drain(Duration delay, Duration timeout) {

        /** No delay, half a minute. */
        public static final Drain USUAL = new Drain(Duration.ZERO, Duration.ofSeconds(30));

        /**
         * Checks the ranges.
         *
         * @param delay for how long it answers while it already says that it is not ready, so that a balancer takes it out
         * @param timeout after which requests that have not ended are cut off
         */
        public Drain {
            range("drain.delay", delay, Duration.ZERO, Duration.ofMinutes(10));
            range("drain.timeout", timeout, Duration.ZERO, Duration.ofMinutes(10));
        }
    }

    /**
     * One model, on loopback.
     *
     * @param model that answers all requests
     * @return the options
     */
    public static ServerOptions of(Model model) {
        return of(List.of(ServedModel.of(ServedModel.DEFAULT, model)));
    }

    /**
     * Several models, on loopback.
     *
     * @param models with names of their own; the first answers requests that name none
     * @return the options
     */
    public static ServerOptions of(List<ServedModel> models) {
        return new ServerOptions(
                models,
                LOOPBACK,
                USUAL_PORT,
                Scoring.usual(),
                Limits.USUAL,
                Overload.USUAL,
                null,
                null,
                Keys.NONE,
                Map.of(),
                List.of(),
                Drain.USUAL,
                USUAL_WARM_UP);
    }

    /**
     * Another model beside those that there are.
     *
     * @param other with a name of its own
     * @return the changed options; these stay as they are
     */
    public ServerOptions model(ServedModel other) {
        List<ServedModel> more = new ArrayList<>(models);
        more.add(other);
        return changed(copy -> copy.models = more);
    }

    /**
     * Another address to listen on.
     *
     * @param address of this machine, such as {@code 0.0.0.0} for all of them
     * @return the changed options; these stay as they are
     */
    public ServerOptions host(String address) {
        return changed(copy -> copy.host = address);
    }

    /**
     * Another port.
     *
     * @param number from 0 to 65535; 0 for any free one
     * @return the changed options; these stay as they are
     */
    public ServerOptions port(int number) {
        return changed(copy -> copy.port = number);
    }

    /**
     * Other batches.
     *
     * @param other how requests are scored together
     * @return the changed options; these stay as they are
     */
    public ServerOptions scoring(Scoring other) {
        return changed(copy -> copy.scoring = other);
    }

    /**
     * Other limits.
     *
     * @param other what a request may ask for
     * @return the changed options; these stay as they are
     */
    public ServerOptions limits(Limits other) {
        return changed(copy -> copy.limits = other);
    }

    /**
     * Another way through overload.
     *
     * @param other what becomes of requests that cannot be scored in time
     * @return the changed options; these stay as they are
     */
    public ServerOptions overload(Overload other) {
        return changed(copy -> copy.overload = other);
    }

    /**
     * With a store of sessions.
     *
     * @param store how long and how much it keeps
     * @return the changed options; these stay as they are
     */
    public ServerOptions sessions(SessionStore store) {
        return changed(copy -> copy.sessions = store);
    }

    /**
     * With a log of feedback.
     *
     * @param log a JSON-lines file; lines are appended
     * @return the changed options; these stay as they are
     */
    public ServerOptions feedback(Path log) {
        return changed(copy -> copy.feedback = log);
    }

    /**
     * Other keys.
     *
     * @param other who may ask
     * @return the changed options; these stay as they are
     */
    public ServerOptions keys(Keys other) {
        return changed(copy -> copy.keys = other);
    }

    /**
     * Models that share a name: each session gets one of them, always the same.
     *
     * @param name that requests use as a model's
     * @param weights of the models by their names
     * @return the changed options; these stay as they are
     */
    public ServerOptions variants(String name, Map<String, Integer> weights) {
        Map<String, Map<String, Integer>> more = new HashMap<>(variants);
        more.put(name, weights);
        return changed(copy -> copy.variants = more);
    }

    /**
     * With a model in the shadow of another.
     *
     * @param other which, of which, and how often
     * @return the changed options; these stay as they are
     */
    public ServerOptions shadow(Shadow other) {
        List<Shadow> more = new ArrayList<>(shadows);
        more.add(other);
        return changed(copy -> copy.shadows = more);
    }

    /**
     * Another way to stop.
     *
     * @param other how it stops
     * @return the changed options; these stay as they are
     */
    public ServerOptions drain(Drain other) {
        return changed(copy -> copy.drain = other);
    }

    /**
     * Another number of sessions to warm up with.
     *
     * @param number at least 0
     * @return the changed options; these stay as they are
     */
    public ServerOptions warmUpSessions(int number) {
        return changed(copy -> copy.warmUpSessions = number);
    }

    private ServerOptions changed(Consumer<Components> change) {
        Components copy = new Components(this);
        change.accept(copy);
        return copy.options();
    }

    /** The components one by one, so that a method names the one that it changes. */
    private static final class Components {

        private List<ServedModel> models;
        private String host;
        private int port;
        private Scoring scoring;
        private Limits limits;
        private Overload overload;
        private @Nullable SessionStore sessions;
        private @Nullable Path feedback;
        private Keys keys;
        private Map<String, Map<String, Integer>> variants;
        private List<Shadow> shadows;
        private Drain drain;
        private int warmUpSessions;

        private Components(ServerOptions options) {
            this.models = options.models;
            this.host = options.host;
            this.port = options.port;
            this.scoring = options.scoring;
            this.limits = options.limits;
            this.overload = options.overload;
            this.sessions = options.sessions;
            this.feedback = options.feedback;
            this.keys = options.keys;
            this.variants = options.variants;
            this.shadows = options.shadows;
            this.drain = options.drain;
            this.warmUpSessions = options.warmUpSessions;
        }

        private ServerOptions options() {
            return new ServerOptions(
                    models,
                    host,
                    port,
                    scoring,
                    limits,
                    overload,
                    sessions,
                    feedback,
                    keys,
                    variants,
                    shadows,
                    drain,
                    warmUpSessions);
        }
    }
}
