package io.github.dmsrec.server.http;

import io.github.dmsrec.server.api.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the route of a request. Immutable. */
final class Routes {

    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    private final List<Compiled> compiled;

    private record Compiled(Route route, Pattern pattern, List<String> names) {}

    /**
     * A route that was found.
     *
     * @param route the route
     * @param path the named parts of the path, decoded
     */
    record Found(Route route, Map<String, String> path) {}

    Routes(List<Route> routes) {
        compiled = routes.stream().map(Routes::compiled).toList();
    }

    private static Compiled compiled(Route route) {
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        String path = route.operation().path();
        Matcher name = NAME.matcher(path);
        int from = 0;
        while (name.find()) {
            regex.append(Pattern.quote(path.substring(from, name.start()))).append("([^/]+)");
            names.add(name.group(1));
            from = name.end();
        }
        regex.append(Pattern.quote(path.substring(from)));
        return new Compiled(route, Pattern.compile(regex.toString()), names);
    }

    /**
     * The route of a path.
     *
     * @param method of HTTP; HEAD asks for what GET asks for
     * @param rawPath as it was sent, with percent codes
     * @throws ProblemException if there is no such path, or it takes other methods
     */
    Found find(String method, String rawPath) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        TreeSet<String> others = new TreeSet<>();
        for (Compiled candidate : compiled) {
            Matcher matcher = candidate.pattern().matcher(rawPath);
            if (!matcher.matches()) {
                continue;
            }
            if (!candidate.route().operation().method().equals(wanted)) {
                others.add(candidate.route().operation().method());
                continue;
            }
            Map<String, String> path = new LinkedHashMap<>();
            for (int i = 0; i < candidate.names().size(); i++) {
                path.put(candidate.names().get(i), decoded(matcher.group(i + 1)));
            }
            return new Found(candidate.route(), path);
        }
        if (others.isEmpty()) {
            throw new ProblemException(404, null, "There is no such path.", "/openapi.json lists all of them.");
        }
        throw new ProblemException(
                405, null, "This path does not take " + method + ".", "It takes " + String.join(", ", others) + ".");
    }

    private static String decoded(String part) {
        try {
            // A plus is a plus in a path.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, null, "The path has a broken percent code.", "Encode ids as UTF-8.");
        }
    }
}
