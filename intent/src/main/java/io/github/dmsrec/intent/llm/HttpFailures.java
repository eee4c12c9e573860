package io.github.dmsrec.intent.llm;

import io.github.dmsrec.intent.llm.EndpointException.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what was asked, where, and what came back, without secrets. */
final class HttpFailures implements Http11Client.Failures {

    private static final int SHOWN_BODY = 500;
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");

    private final String asked;
    private final Secrets secrets;
    private final Advice advice;

    /** What to do about a failure, as sentences in the imperative. */
    interface Advice {

        /** The server refused. */
        String refused(int status, String body);

        /** Nobody answered at the address. */
        String nobody();
    }

    /**
     * @param asked "Model 'm' was asked at ADDRESS"
     * @param secrets kept from messages
     * @param advice of the provider
     */
    HttpFailures(String asked, Secrets secrets, Advice advice) {
        this.asked = asked;
        this.secrets = secrets;
        this.advice = advice;
    }

    @Override
    public EndpointException refused(int status, String body, Optional<String> retryAfter) {
        boolean html = isHtml(body);
        if (status / 100 == 2) {
            return new EndpointException(
                    Kind.REFUSED,
                    "an HTML page",
                    asked + ": the server answered " + shown(body) + " instead of a chat completion.",
                    "Give the base URL of the API: this address is that of a web page or a login.",
                    Optional.empty());
        }
        if (status / 100 == 3) {
            return new EndpointException(
                    Kind.REFUSED,
                    "a redirect",
                    asked + ": the server answered HTTP " + status + ": " + shown(body)
                            + ". Redirects are not followed, so that keys and sessions go nowhere else.",
                    "Give that address as the base URL if you trust it.",
                    Optional.empty());
        }
        boolean quota = quotaGone(status, body);
        String shown = shown(body);
        return new EndpointException(
                quota ? Kind.REFUSED : kind(status),
                quota ? "quota used up" : "HTTP " + status,
                asked + ": the server answered HTTP " + status + (shown.isEmpty() ? " without a text." : ": " + shown),
                quota
                        ? "Top up the account, which has no credit or quota left, and run the same command again: no answered"
                                + " question is asked twice."
                        : html && status / 100 == 4 && status != 401 && status != 403 && status != 429
                                ? "Give the base URL of the API: this address is that of a web page."
                                : advice.refused(status, body),
                retryAfter);
    }

    @Override
    public EndpointException silent(Kind kind, String reason, String description) {
        return new EndpointException(
                kind,
                reason,
                asked + ": " + secrets.withheld(description) + ".",
                switch (kind) {
                    case TIMEOUT ->
                        "Raise the time-out or lower the concurrency: the server may be overloaded or still loading the"
                                + " model.";
                    case REFUSED ->
                        "Give the name that the server's certificate is for, or add its issuer to a trust store"
                                + " (-Djavax.net.ssl.trustStore in DMSREC_JAVA_OPTS): certificates are always checked.";
                    default -> advice.nobody();
                },
                Optional.empty());
    }

    /**
     * An answer that is not a chat completion.
     *
     * @param advice what to do about it, as sentences in the imperative
     */
    EndpointException unreadable(String description, String advice) {
        return new EndpointException(
                Kind.UNREADABLE,
                "no chat completion",
                asked + ": what came back is not a chat completion (" + secrets.withheld(description) + ").",
                advice,
                Optional.empty());
    }

    /** Whether a body is a web page: proxies and wrong addresses answer so. */
    static boolean isHtml(String body) {
        String start = body.stripLeading();
        String head = start.substring(0, Math.min(start.length(), 15)).toLowerCase(Locale.ROOT);
        return head.startsWith("<!doctype html") || head.startsWith("<html");
    }

    private String shown(String body) {
        if (isHtml(body)) {
            Matcher title = TITLE.matcher(body);
            return "an HTML page"
                    + (title.find() ? " titled '" + cut(title.group(1).strip()) + "'" : " without a title");
        }
        return cut(body.strip());
    }

    private String cut(String text) {
        // Secrets first: half of one is still a secret.
        String safe = secrets.withheld(text);
        return safe.length() > SHOWN_BODY ? safe.substring(0, SHOWN_BODY) + "…" : safe;
    }

    /** Servers say with 402, or with 429 and a word, that waiting does not help. */
    private static boolean quotaGone(int status, String body) {
        return status == 402 || ((status == 429 || status == 403) && body.contains("insufficient_quota"));
    }

    /** Whether another try may help. */
    static Kind kind(int status) {
        if (status == 429) {
            return Kind.BUSY;
        }
        // 408: the server gave up waiting for us; 425: too early. Both ask for another try.
        if (status / 100 == 5 || status == 408 || status == 425) {
            return Kind.SERVER;
        }
        return Kind.REFUSED;
    }
}
