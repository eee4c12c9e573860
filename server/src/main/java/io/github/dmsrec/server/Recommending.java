package io.github.dmsrec.server;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.Answers;
import io.github.dmsrec.server.api.Answers.Served;
import io.github.dmsrec.server.api.ParsedRequest;
import io.github.dmsrec.server.api.ProblemException;
import io.github.dmsrec.server.api.RecommendationAnswer;
import io.github.dmsrec.server.api.RequestParser;
import io.github.dmsrec.server.http.Call;
import io.github.dmsrec.server.http.Reply;
import io.github.dmsrec.server.metrics.ServerMetrics;
import io.github.dmsrec.server.model.ServedModels;
import io.github.dmsrec.server.session.StoredSessions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers requests for recommendations: joins stored sessions, chooses the model, counts. Safe for use by several threads. */
final class Recommending {

    private final ServedModels models;
    private final ServerMetrics metrics;
    private final @Nullable StoredSessions sessions;
    private final RequestParser parser;

    /** @param sessions the store; null if the server keeps none */
    Recommending(ServerOptions options, ServedModels models, ServerMetrics metrics, @Nullable StoredSessions sessions) {
        this.models = models;
        this.metrics = metrics;
        this.sessions = sessions;
        this.parser = new RequestParser(options.limits(), options.overload().timeout(), sessions != null);
    }

    /** One request. */
    CompletionStage<Reply> answer(Call call) {
        return answer(call.body(), call.id(), call::nanos, call::model).thenApply(answer -> Reply.json(200, answer));
    }

    /** How long a request has taken. */
    @FunctionalInterface
    interface Clock {
        long nanos();
    }

    /**
     * Answers a request.
     *
     * @param json the request
     * @param id of the answer
     * @param clock since it arrived
     * @param chosen gets the name of the model that answers
     */
    CompletableFuture<RecommendationAnswer> answer(byte[] json, String id, Clock clock, Consumer<String> chosen) {
        ParsedRequest request = parser.parse(json);
        List<String> asked = request.recommendation().session();
        // Without an id the first click stands for the session: it stays the same while the session grows.
        String session = request.sessionId() == null ? asked.get(0) : request.sessionId();
        ServedModels.Chosen model = models.choose(request.model(), session);
        chosen.accept(model.name());
        boolean stored = false;
        if (request.stored() && sessions != null && request.sessionId() != null) {
            if (Boolean.TRUE.equals(request.consent())) {
                request =
                        request.with(request.recommendation().session(sessions.add(request.sessionId(), asked.get(0))));
                stored = true;
            } else {
                // Who takes the consent back is forgotten.
                sessions.remove(request.sessionId());
            }
        }
        if (stored || (request.sessionId() == null && !Boolean.FALSE.equals(request.consent()))) {
            models.keep(model.name(), request.recommendation().session());
        }
        ParsedRequest complete = request;
        boolean kept = stored;
        CompletableFuture<Served> answer;
        try {
            answer = models.answer(model.name(), complete.recommendation(), complete.timeout());
        } catch (InvalidInputException e) {
            throw new ProblemException(
                    400, fieldOf(model.name(), complete.recommendation()), String.valueOf(e.getMessage()), null);
        }
        return answer.thenApply(served -> {
            count(model.name(), served);
            models.shadow(model.name(), complete.recommendation(), served, session);
            return Answers.of(complete, served, id, model.variant(), kept, clock.nanos());
        });
    }

    /** The field that names a column which the model's items do not have; null if that is not what is wrong. */
    private @Nullable String fieldOf(String model, RecommendationRequest request) {
        Set<String> columns = models.with(model, open -> open.live().columns());
        if (!columns.containsAll(request.filter().conditions().keySet())) {
            return "filter";
        }
        return request.boosts().stream()
                        .allMatch(boost ->
                                columns.containsAll(boost.where().conditions().keySet()))
                ? null
                : "boost";
    }

    private void count(String name, Served served) {
        metrics.model(name)
                .answered(
                        served.found().session().size(),
                        served.found().unknown().size(),
                        served.fallback() == null && served.found().fallback() != null,
                        served.found().items().isEmpty(),
                        served.found().intents() != null);
    }
}
