package io.github.dmsrec.server.api;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.ItemFilter;
import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.RecommendationBody.BoostBody;
import io.github.dmsrec.server.api.RecommendationBody.ConditionBody;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks requests for recommendations against the limits of a server. Safe for use by several threads. */
public final class RequestParser {

    /** The column that answers have unless others are asked for. */
    public static final String TITLE = "title";

    private static final int MOST_CONDITIONS = 32;
    private static final int MOST_BOOSTS = 32;
    private static final int LONGEST_TIMEOUT_MS = 600_000;
    private static final double GREATEST_FACTOR = 1_000_000;

    private final ServerOptions.Limits limits;
    private final Duration usualTimeout;
    private final boolean storesSessions;

    /**
     * @param limits of the server
     * @param usualTimeout of requests that name none
     * @param storesSessions whether the server keeps sessions
     */
    public RequestParser(ServerOptions.Limits limits, Duration usualTimeout, boolean storesSessions) {
        this.limits = limits;
        this.usualTimeout = usualTimeout;
        this.storesSessions = storesSessions;
    }

    /**
     * Parses a request.
     *
     * @param json UTF-8
     * @throws ProblemException that names the field and what to do
     */
    public ParsedRequest parse(byte[] json) {
        return parse(Json.read(json, RecommendationBody.class));
    }

    private ParsedRequest parse(RecommendationBody body) {
        List<String> session = session(body);
        RecommendationRequest request = RecommendationRequest.of(session)
                .k(k(body.k()))
                .seenItems(seenItems(body.seenItems()))
                .excluding(ids("exclude", body.exclude(), limits.ids()));
        if (body.include() != null) {
            request = request.including(ids("include", body.include(), limits.ids()));
        }
        if (body.filter() != null) {
            request = request.filter(filter("filter", body.filter()));
        }
        if (body.diversity() != null) {
            request = request.diversity(within("diversity", body.diversity(), 0, 1));
        }
        for (BoostBody boost : boosts(body.boost())) {
            request = request.boost(where(boost.where()), factor(boost.factor()));
        }
        if (Boolean.TRUE.equals(body.explain())) {
            request = request.explained();
        }
        return new ParsedRequest(
                request,
                body.sessionId(),
                body.session() == null,
                body.consent(),
                body.model(),
                body.columns() == null ? Set.of(TITLE) : ids("return", body.columns(), MOST_CONDITIONS),
                body.timeoutMs() == null
                        ? usualTimeout
                        : Duration.ofMillis((long) within("timeout_ms", body.timeoutMs(), 1, LONGEST_TIMEOUT_MS)));
    }

    private List<String> session(RecommendationBody body) {
        if (body.sessionId() != null) {
            id("session_id", body.sessionId());
        }
        if (body.session() != null) {
            if (body.click() != null) {
                throw ProblemException.field(
                        "click", "Both 'session' and 'click' are there.", "Put the click at the end of 'session'.");
            }
            if (body.session().isEmpty()) {
                throw ProblemException.field(
                        "session", "The session is empty.", "Name at least one clicked item, or ask /v1/popular.");
            }
            if (body.session().size() > limits.session()) {
                throw ProblemException.field(
                        "session",
                        "The session has " + body.session().size() + " clicks; at most " + limits.session()
                                + " are accepted.",
                        "Send the last ones.");
            }
            checkIds("session", body.session());
            return body.session();
        }
        if (body.sessionId() == null && body.click() == null) {
            throw ProblemException.field(
                    "session",
                    "The request has no session.",
                    "Send \"session\": [\"ID\", ...], oldest click first, or 'session_id' and 'click'.");
        }
        if (!storesSessions) {
            throw ProblemException.field(
                    "session_id",
                    "This server keeps no sessions.",
                    "Send \"session\": [\"ID\", ...], or start the server with a 'sessions' section.");
        }
        if (body.sessionId() == null) {
            throw ProblemException.field("session_id", "'click' needs 'session_id'.", "Send both.");
        }
        if (body.click() == null) {
            throw ProblemException.field(
                    "click", "'session_id' needs 'click' or 'session'.", "Send the id of the clicked item.");
        }
        id("click", body.click());
        return List.of(body.click());
    }

    private int k(@Nullable Integer k) {
        return k == null ? Math.min(RecommendationRequest.USUAL_K, limits.k()) : (int) within("k", k, 1, limits.k());
    }

    private static double within(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw ProblemException.field(
                    field,
                    "'" + field + "' is " + number(value) + ".",
                    "Send a number from " + number(least) + " to " + number(most) + ".");
        }
        return value;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static SeenItems seenItems(@Nullable String word) {
        if (word == null || word.equals("exclude")) {
            return SeenItems.MASKED;
        }
        if (word.equals("rank")) {
            return SeenItems.RANKED;
        }
        throw ProblemException.field(
                "seen_items",
                "'seen_items' is '" + ProblemException.quoted(word) + "'.",
                "Send \"exclude\" or \"rank\".");
    }

    private Set<String> ids(String field, @Nullable List<String> ids, int most) {
        if (ids == null) {
            return Set.of();
        }
        if (ids.size() > most) {
            throw ProblemException.field(
                    field,
                    "'" + field + "' has " + ids.size() + " entries; at most " + most + " are accepted.",
                    "Send fewer.");
        }
        checkIds(field, ids);
        return new HashSet<>(ids);
    }

    private void checkIds(String field, List<String> ids) {
        for (int i = 0; i < ids.size(); i++) {
            id(field + "[" + i + "]", ids.get(i));
        }
    }

    private void id(String field, @Nullable String id) {
        if (id == null || id.isEmpty()) {
            throw ProblemException.field(
                    field, "'" + field + "' is " + (id == null ? "null" : "empty") + ".", "Send an id, or omit it.");
        }
        if (id.length() > limits.idLength()) {
            throw ProblemException.field(
                    field,
                    "'" + field + "' has " + id.length() + " characters; at most " + limits.idLength()
                            + " are accepted.",
                    "Send an id of the catalogue.");
        }
    }

    private ItemFilter filter(String field, Map<String, ConditionBody> conditions) {
        if (conditions.size() > MOST_CONDITIONS) {
            throw ProblemException.field(
                    field,
                    "'" + field + "' has " + conditions.size() + " conditions.",
                    "Send at most " + MOST_CONDITIONS + ".");
        }
        ItemFilter filter = ItemFilter.ALL;
        for (Map.Entry<String, ConditionBody> condition : conditions.entrySet()) {
            String place = field + "." + ProblemException.quoted(condition.getKey());
            filter = filter.with(condition.getKey(), condition(place, condition.getValue()));
        }
        return filter;
    }

    private ItemFilter.Condition condition(String field, @Nullable ConditionBody condition) {
        boolean bounds = condition != null && (condition.min() != null || condition.max() != null);
        if (condition == null || (condition.any() == null) != bounds) {
            throw ProblemException.field(
                    field,
                    "'" + field + "' is not a condition.",
                    "Send {\"any\": [\"VALUE\", ...]} or {\"min\": NUMBER, \"max\": NUMBER}.");
        }
        try {
            return bounds
                    ? new ItemFilter.Between(
                            condition.min() == null ? Double.NEGATIVE_INFINITY : condition.min(),
                            condition.max() == null ? Double.POSITIVE_INFINITY : condition.max())
                    : new ItemFilter.AnyOf(ids(field + ".any", condition.any(), limits.ids()));
        } catch (InvalidInputException e) {
            throw ProblemException.field(
                    field, String.valueOf(e.getMessage()), "Send a condition that something can fulfil.");
        }
    }

    private static List<BoostBody> boosts(@Nullable List<BoostBody> boosts) {
        if (boosts == null) {
            return List.of();
        }
        if (boosts.size() > MOST_BOOSTS) {
            throw ProblemException.field(
                    "boost", "'boost' has " + boosts.size() + " entries.", "Send at most " + MOST_BOOSTS + ".");
        }
        return boosts.stream()
                .map(boost -> {
                    if (boost == null) {
                        throw ProblemException.field(
                                "boost", "'boost' holds null.", "Send {\"where\": ..., \"factor\": ...}.");
                    }
                    return boost;
                })
                .toList();
    }

    private ItemFilter where(@Nullable Map<String, ConditionBody> where) {
        if (where == null || where.isEmpty()) {
            throw ProblemException.field(
                    "boost.where",
                    "A boost does not say which items.",
                    "Send \"where\": {\"COLUMN\": {\"any\": [...]}}.");
        }
        return filter("boost.where", where);
    }

    private static double factor(@Nullable Double factor) {
        if (factor == null || !(factor > 0 && factor <= GREATEST_FACTOR)) {
            throw ProblemException.field(
                    "boost.factor",
                    "The factor of a boost is " + (factor == null ? "missing" : number(factor)) + ".",
                    "Send a number above 0 and at most " + number(GREATEST_FACTOR) + ".");
        }
        return factor;
    }
}
