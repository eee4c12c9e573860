package io.github.dmsrec.intent.llm;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Headers of the user's own. A value that begins with {@code env:} names the environment variable that holds it, so that
 * options can be shown and stored.
 *
 * @param values as sent, by name
 * @param secrets those values that came from the environment
 */
record RequestHeaders(Map<String, String> values, List<String> secrets) {

    private static final String FROM_ENVIRONMENT = "env:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
    private static final Pattern SECRET_NAME = Pattern.compile("auth|key|token|secret|cookie|passw|credential");

    /** What the client sets itself, or what would change how the message is read. */
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");

    /** Checks headers as given; the environment is not looked at. */
    static void check(Map<String, String> given) {
        given.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw new UserMistakeException(
                        "The option 'header." + name + "' cannot be sent as a header.",
                        "Write it like header.X-Team=search; "
                                + String.join(", ", RESERVED.stream().sorted().toList()) + " are set by the program.");
            }
            if (!value.startsWith(FROM_ENVIRONMENT)
                    && SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find()) {
                // Its value is kept from the message, too.
                throw new UserMistakeException(
                        "The option 'header." + name + "' looks like a secret, and options are written to files.",
                        "Put the value into an environment variable and give its name: header." + name
                                + "=env:VARIABLE.");
            }
            if (!VALUE.matcher(value).matches()) {
                throw new UserMistakeException(
                        "The option 'header." + name + "' holds a character that a header cannot carry.",
                        "Remove line breaks and non-ASCII letters.");
            }
        });
    }

    /** Looks up what the environment holds. */
    static RequestHeaders of(Map<String, String> given, Map<String, String> environment) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> secrets = new ArrayList<>();
        given.forEach((name, value) -> {
            if (!value.startsWith(FROM_ENVIRONMENT)) {
                values.put(name, value);
                return;
            }
            String variable = value.substring(FROM_ENVIRONMENT.length());
            String secret = environment.getOrDefault(variable, "").strip();
            if (secret.isEmpty() || !VALUE.matcher(secret).matches()) {
                throw new UserMistakeException(
                        "The environment variable '" + variable + "', which the header '" + name + "' comes from, is "
                                + (secret.isEmpty() ? "not set." : "no single line of ASCII."),
                        "Export it, and check the spelling of its name.");
            }
            values.put(name, secret);
            secrets.add(secret);
            // "Bearer KEY": a server may repeat the key alone.
            secrets.add(secret.substring(secret.lastIndexOf(' ') + 1));
        });
        return new RequestHeaders(values, secrets);
    }

    @Override
    public String toString() {
        return "RequestHeaders" + values.keySet();
    }
}
