package io.github.dmsrec.server;

import io.github.dmsrec.CatalogueItem;
import io.github.dmsrec.IntentMode;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.SimilarItems;
import io.github.dmsrec.server.api.ItemAnswers.FoundItems;
import io.github.dmsrec.server.api.ItemAnswers.ItemDetails;
import io.github.dmsrec.server.api.ItemAnswers.PopularAnswer;
import io.github.dmsrec.server.api.ItemAnswers.PopularItem;
import io.github.dmsrec.server.api.ItemAnswers.SimilarAnswer;
import io.github.dmsrec.server.api.ItemAnswers.SimilarItem;
import io.github.dmsrec.server.api.Json;
import io.github.dmsrec.server.api.ModelAnswers.FeedbackAnswer;
import io.github.dmsrec.server.api.ModelAnswers.FeedbackBody;
import io.github.dmsrec.server.api.ModelAnswers.LimitDetails;
import io.github.dmsrec.server.api.ModelAnswers.LoadAnswer;
import io.github.dmsrec.server.api.ModelAnswers.LoadBody;
import io.github.dmsrec.server.api.ModelAnswers.ModelDetails;
import io.github.dmsrec.server.api.ModelAnswers.ModelsAnswer;
import io.github.dmsrec.server.api.ModelAnswers.ShadowDetails;
import io.github.dmsrec.server.api.ModelAnswers.StateAnswer;
import io.github.dmsrec.server.api.OpenApi;
import io.github.dmsrec.server.api.Operation;
import io.github.dmsrec.server.api.Operation.Access;
import io.github.dmsrec.server.api.Operation.Parameter;
import io.github.dmsrec.server.api.ProblemException;
import io.github.dmsrec.server.api.RecommendationAnswer;
import io.github.dmsrec.server.api.RecommendationBody;
import io.github.dmsrec.server.http.Call;
import io.github.dmsrec.server.http.Reply;
import io.github.dmsrec.server.http.Route;
import io.github.dmsrec.server.metrics.ServerMetrics;
import io.github.dmsrec.server.model.ServedModels;
import io.github.dmsrec.server.session.StoredSessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of the service. Safe for use by several threads. */
final class ServiceRoutes {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int LONGEST_QUERY = 200;
    private static final int USUAL_FOUND = 10;
    private static final int MOST_FOUND = 100;

    private static final Parameter MODEL =
            new Parameter("model", "query", "string", "The name of a model. Default: the first.");
    private static final Parameter COUNT = new Parameter("k", "query", "integer", "How many items at most, to 100.");
    private static final Parameter ITEM = new Parameter("id", "path", "string", "The id of an item.");

    private final ServerOptions options;
    private final ServedModels models;
    private final ServerMetrics metrics;
    private final @Nullable StoredSessions sessions;
    private final Recommending recommending;
    private final Batches batches;
    private final Feedback feedback;
    private final Executor searches;
    private final Executor reloads;
    private final BooleanSupplier ready;
    private final PageFiles page = new PageFiles();

    /**
     * @param sessions the store; null if the server keeps none
     * @param searches looks through catalogues
     * @param reloads opens models, a thread for each
     * @param ready whether requests are welcome
     */
    ServiceRoutes(
            ServerOptions options,
            ServedModels models,
            ServerMetrics metrics,
            @Nullable StoredSessions sessions,
            Feedback feedback,
            Executor searches,
            Executor reloads,
            BooleanSupplier ready) {
        this.options = options;
        this.models = models;
        this.metrics = metrics;
        this.sessions = sessions;
        this.recommending = new Recommending(options, models, metrics, sessions);
        this.batches = new Batches(recommending, options);
        this.feedback = feedback;
        this.searches = searches;
        this.reloads = reloads;
        this.ready = ready;
    }

    /** All routes. */
    List<Route> all() {
        List<Route> routes = new ArrayList<>(List.of(
                route(
                        Operation.of(
                                        "recommend",
                                        "POST",
                                        "/v1/recommendations",
                                        Access.API,
                                        "Recommend items for a session.")
                                .takes(RecommendationBody.class)
                                .answers(RecommendationAnswer.class),
                        recommending::answer),
                new Route(
                        Operation.of(
                                        "recommendBatch",
                                        "POST",
                                        "/v1/recommendations:batch",
                                        Access.API,
                                        "Recommend items for many sessions: a request a line, an answer a line, in order.")
                                .takes(RecommendationBody.class)
                                .answers(RecommendationAnswer.class)
                                .as(Operation.LINES),
                        (Route.Streaming) batches::answer),
                later(
                        Operation.of("searchItems", "GET", "/v1/items", Access.API, "Find items by their titles.")
                                .answers(FoundItems.class)
                                .with(
                                        new Parameter(
                                                "query",
                                                "query",
                                                "string",
                                                "Words of the title; the last may be begun."),
                                        COUNT,
                                        MODEL),
                        searches,
                        this::search),
                route(
                        Operation.of("item", "GET", "/v1/items/{id}", Access.API, "An item of the catalogue.")
                                .answers(ItemDetails.class)
                                .with(ITEM, MODEL),
                        now(this::item)),
                later(
                        Operation.of(
                                        "similarItems",
                                        "GET",
                                        "/v1/items/{id}/similar",
                                        Access.API,
                                        "Items that are like another.")
                                .answers(SimilarAnswer.class)
                                .with(ITEM, COUNT, MODEL),
                        searches,
                        this::similar),
                later(
                        Operation.of("popularItems", "GET", "/v1/popular", Access.API, "The most clicked items.")
                                .answers(PopularAnswer.class)
                                .with(COUNT, MODEL),
                        searches,
                        this::popular),
                route(
                        Operation.of("models", "GET", "/v1/models", Access.API, "What is served.")
                                .answers(ModelsAnswer.class),
                        now(call -> Reply.json(200, models()))),
                route(
                        Operation.of(
                                        "feedback",
                                        "POST",
                                        "/v1/feedback",
                                        Access.API,
                                        "Say what happened after a recommendation.")
                                .takes(FeedbackBody.class)
                                .answers(FeedbackAnswer.class)
                                .status(202),
                        now(feedback::take)),
                route(
                        Operation.of(
                                        "forgetSession",
                                        "DELETE",
                                        "/v1/sessions/{id}",
                                        Access.API,
                                        "Forget a stored session.")
                                .with(new Parameter("id", "path", "string", "The id of the session."))
                                .status(204),
                        now(this::deleteSession)),
                later(
                        Operation.of(
                                        "loadModel",
                                        "POST",
                                        "/admin/models/{name}:load",
                                        Access.ADMIN,
                                        "Replace a model while requests go on.")
                                .takes(LoadBody.class)
                                .answers(LoadAnswer.class)
                                .with(new Parameter("name", "path", "string", "The name of the served model.")),
                        reloads,
                        this::load),
                route(
                        Operation.of("live", "GET", "/livez", Access.OPEN, "Whether the service lives.")
                                .answers(StateAnswer.class),
                        now(call -> Reply.json(200, new StateAnswer("live")))),
                route(
                        Operation.of("ready", "GET", "/readyz", Access.OPEN, "Whether the service takes requests.")
                                .answers(StateAnswer.class),
                        now(call -> ready.getAsBoolean()
                                ? Reply.json(200, new StateAnswer("ready"))
                                : Reply.json(503, new StateAnswer("draining")))),
                route(
                        Operation.of(
                                        "metrics",
                                        "GET",
                                        "/metrics",
                                        Access.OPEN,
                                        "The figures of the service, for Prometheus.")
                                .as(TEXT),
                        now(call -> Reply.of(TEXT, metrics.text().getBytes(StandardCharsets.UTF_8)))),
                route(
                        Operation.of("page", "GET", "/", Access.OPEN, "The page to try recommendations with.")
                                .as("text/html"),
                        now(call -> page.index())),
                route(
                        Operation.of("pageFile", "GET", "/page/{name}", Access.OPEN, "A file of the page.")
                                .as("text/plain")
                                .with(new Parameter("name", "path", "string", "The name of the file.")),
                        now(page::file))));
        Operation description = Operation.of("openapi", "GET", "/openapi.json", Access.OPEN, "This document.");
        List<Operation> operations =
                new ArrayList<>(routes.stream().map(Route::operation).toList());
        operations.add(description);
        byte[] document = Json.write(OpenApi.document(operations));
        routes.add(route(description, now(call -> Reply.of(Operation.JSON, document))));
        return List.copyOf(routes);
    }

    private static Route route(Operation operation, Route.Single work) {
        return new Route(operation, work);
    }

    private static Route.Single now(Function<Call, Reply> work) {
        return call -> CompletableFuture.completedFuture(work.apply(call));
    }

    /** What may take long leaves the thread that serves connections. */
    private static Route later(Operation operation, Executor executor, Function<Call, Reply> work) {
        return new Route(
                operation, (Route.Single) call -> CompletableFuture.supplyAsync(() -> work.apply(call), executor));
    }

    private String model(Call call) {
        String asked = call.query("model");
        String name = models.choose(asked, call.id()).name();
        call.model(name);
        return name;
    }

    private Reply search(Call call) {
        String query = call.query("query");
        if (query == null || query.length() > LONGEST_QUERY) {
            throw ProblemException.field(
                    "query",
                    query == null ? "The query is missing." : "The query has " + query.length() + " characters.",
                    "Ask /v1/items?query=WORDS with at most " + LONGEST_QUERY + " characters.");
        }
        int k = call.query("k", USUAL_FOUND, 1, MOST_FOUND);
        String name = model(call);
        return Reply.json(
                200,
                models.with(
                        name,
                        open -> new FoundItems(
                                open.version(),
                                open.live().search(query, k).stream()
                                        .map(ServiceRoutes::details)
                                        .toList())));
    }

    private static ItemDetails details(CatalogueItem item) {
        return new ItemDetails(item.id(), item.title(), item.columns(), item.clicks());
    }

    private Reply item(Call call) {
        return Reply.json(200, details(known(call, model(call))));
    }

    private CatalogueItem known(Call call, String name) {
        String id = call.path("id");
        CatalogueItem item = models.with(name, open -> open.live().item(id));
        if (item == null) {
            throw new ProblemException(
                    404,
                    "id",
                    "The model '" + name + "' knows no item '" + ProblemException.quoted(id) + "'.",
                    "Find items with /v1/items?query=WORDS.");
        }
        return item;
    }

    private Reply similar(Call call) {
        String name = model(call);
        String id = known(call, name).id();
        int k = call.query("k", USUAL_FOUND, 1, MOST_FOUND);
        return Reply.json(200, models.with(name, open -> similar(open, id, k)));
    }

    private static SimilarAnswer similar(ServedModels.Open open, String id, int k) {
        SimilarItems similar = open.live().similar(id, k);
        return new SimilarAnswer(
                open.version(),
                id,
                similar.by(),
                similar.items().stream()
                        .map(item -> new SimilarItem(item.id(), item.score(), item.title()))
                        .toList());
    }

    private Reply popular(Call call) {
        String name = model(call);
        int k = call.query("k", USUAL_FOUND, 1, MOST_FOUND);
        return Reply.json(
                200,
                models.with(
                        name,
                        open -> new PopularAnswer(
                                open.version(),
                                open.live().popular(k).stream()
                                        .map(item -> new PopularItem(item.id(), item.title(), item.clicks()))
                                        .toList())));
    }

    private ModelsAnswer models() {
        return new ModelsAnswer(
                options.models().stream().map(this::details).toList(),
                options.variants(),
                options.shadows().stream()
                        .map(shadow -> new ShadowDetails(shadow.of(), shadow.model(), shadow.share()))
                        .toList(),
                sessions != null,
                options.feedback() != null,
                new LimitDetails(options.limits().k(), options.limits().session()));
    }

    private ModelDetails details(ServedModel served) {
        return models.with(served.name(), open -> {
            LiveRecommender live = open.live();
            return new ModelDetails(
                    served.name(),
                    open.version(),
                    live.method(),
                    live.items(),
                    live.newItems(),
                    live.isFused(),
                    live.inferrer(),
                    live.inferrer() == null
                            ? IntentMode.NONE.label()
                            : served.intents().label(),
                    List.copyOf(new TreeSet<>(live.columns())),
                    open.since().toString());
        });
    }

    private Reply deleteSession(Call call) {
        if (sessions == null) {
            throw new ProblemException(
                    409,
                    null,
                    "This server keeps no sessions.",
                    "Start it with a 'sessions' section in its configuration.");
        }
        sessions.remove(call.path("id"));
        return Reply.empty(204);
    }

    private Reply load(Call call) {
        String name = call.path("name");
        call.model(models.names().contains(name) ? name : "");
        LoadBody body = Json.read(call.body(), LoadBody.class);
        long begun = System.nanoTime();
        ServedModels.Reload reload;
        try {
            reload = models.reload(name, body.path() == null ? null : path(body.path()));
        } catch (InvalidInputException e) {
            throw new ProblemException(
                    422,
                    "path",
                    String.valueOf(e.getMessage()),
                    "The old model stays. Mend the folder, or name another.");
        }
        if (reload == null) {
            throw new ProblemException(
                    409, null, "Another reload of '" + name + "' is under way.", "Wait for its end.");
        }
        return Reply.json(
                200,
                new LoadAnswer(
                        name,
                        reload.before(),
                        reload.after(),
                        (System.nanoTime() - begun) / 1_000_000,
                        reload.warmUpSessions()));
    }

    private static Path path(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new ProblemException(400, "path", "'path' is not a path.", "Name a folder on the server's machine.");
        }
    }
}
