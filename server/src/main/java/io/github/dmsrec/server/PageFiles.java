package io.github.dmsrec.server;

import io.github.dmsrec.server.api.ProblemException;
import io.github.dmsrec.server.http.Call;
import io.github.dmsrec.server.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of the page, from the jar. They run no script and ask no host but their own. Safe for use by several threads. */
final class PageFiles {

    private static final String INDEX = "index.html";
    private static final String NAMES = "[a-z0-9-]{1,60}\\.(html|css|js|svg)";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

    /** The page itself. */
    Reply index() {
        return file(INDEX);
    }

    /** One of its files. */
    Reply file(Call call) {
        return file(call.path("name"));
    }

    private Reply file(String name) {
        byte[] bytes = (name.matches(NAMES) ? files.computeIfAbsent(name, PageFiles::read) : Optional.<byte[]>empty())
                .orElseThrow(
                        () -> new ProblemException(404, null, "The page has no such file.", "Open the address '/'."));
        return Reply.of(TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"), bytes)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache");
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
