package io.github.dmsrec.datasets.download;

import io.github.dmsrec.core.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Fetches a file over HTTP/1.1, resuming where an earlier attempt ended. Redirects are followed to the hosts of the file's
 * own addresses alone, and never from https to http.
 */
final class HttpFetch {

    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_ATTEMPTS = 4;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client;
    private final Duration silence;

    /**
     * @param connecting how long a connection may take
     * @param silence how long a server may give nothing
     */
    HttpFetch(Duration connecting, Duration silence) {
        this.client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(connecting)
                .build();
        this.silence = silence;
    }

    /**
     * Fetches a file until it is whole, or an attempt brings nothing new.
     *
     * @param address one of the file's
     * @param part receives it
     * @return the number of bytes
     * @throws FetchFailedException if the address does not give it
     */
    long fetch(RemoteFile file, URI address, PartialFile part, Progress progress)
            throws IOException, FetchFailedException {
        for (int attempt = 1; ; attempt++) {
            long before = part.size();
            try {
                return attempt(file, address, part, progress);
            } catch (FetchFailedException e) {
                boolean moved = part.size() > before;
                if (!moved || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private long attempt(RemoteFile file, URI address, PartialFile part, Progress progress)
            throws IOException, FetchFailedException {
        long have = part.size();
        HttpResponse<InputStream> response = open(file, address, have, part.knownVersion());
        if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
            // The bytes so far are no beginning of the file; the next request asks for no range.
            discard(response);
            part.delete();
            return attempt(file, address, part, progress);
        }
        try (InputStream body = response.body()) {
            OptionalLong total;
            if (response.statusCode() == PARTIAL) {
                total = OptionalLong.of(totalOfRange(address, response.headers(), have));
            } else {
                have = 0;
                part.begin(mark(address, response.headers()));
                total = response.headers().firstValueAsLong("Content-Length");
            }
            if (total.isPresent() && total.getAsLong() > file.most()) {
                part.delete();
                throw new FetchFailedException(address + " would give " + total.getAsLong() + " bytes, more than the "
                        + file.most() + " that are expected at most");
            }
            return receive(file, address, body, part, have, total, progress);
        }
    }

    private HttpResponse<InputStream> open(RemoteFile file, URI address, long have, Optional<String> version)
            throws FetchFailedException {
        Set<String> hosts = file.addresses().stream().map(URI::getAuthority).collect(Collectors.toSet());
        URI at = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at)
                    .timeout(silence)
                    .header("Accept-Encoding", "identity")
                    .header("User-Agent", "dmsrec");
            String prefix = address + " ";
            if (have > 0 && version.filter(mark -> mark.startsWith(prefix)).isPresent()) {
                request.header("Range", "bytes=" + have + "-")
                        .header("If-Range", version.get().substring(prefix.length()));
            }
            HttpResponse<InputStream> response = send(request.build());
            int status = response.statusCode();
            boolean asked = response.request().headers().firstValue("Range").isPresent();
            if (status == 200 || (asked && (status == PARTIAL || status == RANGE_NOT_SATISFIABLE))) {
                return response;
            }
            discard(response);
            if (status / 100 != 3) {
                throw new FetchFailedException(at + " answers with status " + status);
            }
            URI next = at.resolve(response.headers().firstValue("Location").orElse(""));
            boolean weaker = "https".equals(at.getScheme()) && !"https".equals(next.getScheme());
            if (weaker || !hosts.contains(next.getAuthority())) {
                throw new FetchFailedException(at + " leads to " + next + ", which is not one of the known addresses");
            }
            at = next;
        }
        throw new FetchFailedException(address + " leads from one address to another without end");
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws FetchFailedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new FetchFailedException(request.uri() + " cannot be reached (" + describe(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while fetching " + request.uri());
        }
    }

    private static void discard(HttpResponse<InputStream> response) throws FetchFailedException {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new FetchFailedException(response.uri() + " breaks off (" + describe(e) + ")", e);
        }
    }

    /** What {@code If-Range} takes; weak marks do not promise equal bytes. */
    private static Optional<String> mark(URI address, HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> headers.firstValue("Last-Modified"))
                .map(mark -> address + " " + mark);
    }

    private static long totalOfRange(URI address, HttpHeaders headers, long have) throws FetchFailedException {
        String range = headers.firstValue("Content-Range").orElse("none");
        String expected = "bytes " + have + "-";
        int slash = range.indexOf('/');
        if (!range.startsWith(expected) || !range.substring(slash + 1).matches("[0-9]{1,18}")) {
            throw new FetchFailedException(
                    address + " was asked for the bytes from " + have + ", but gives '" + range + "'");
        }
        return Long.parseLong(range.substring(slash + 1));
    }

    private long receive(
            RemoteFile file,
            URI address,
            InputStream body,
            PartialFile part,
            long have,
            OptionalLong total,
            Progress progress)
            throws IOException, FetchFailedException {
        AtomicLong received = new AtomicLong(have);
        long ahead = Math.max(0, total.orElse(file.most()) - have);
        try (Progress.Stage stage = progress.stage("fetch " + file.name(), "bytes", ahead);
                StallWatch watch = new StallWatch(body, received, silence);
                OutputStream out =
                        Files.newOutputStream(part.content(), StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[1 << 16];
            while (true) {
                int count = read(address, body, buffer, watch);
                if (count < 0) {
                    break;
                }
                out.write(buffer, 0, count);
                if (received.addAndGet(count) > file.most()) {
                    break;
                }
                stage.advance(count);
            }
        }
        long size = received.get();
        if (size > file.most()) {
            part.delete();
            throw new FetchFailedException(
                    address + " gives more than the " + file.most() + " bytes that are expected at most");
        }
        if (total.isPresent() && size != total.getAsLong()) {
            throw new FetchFailedException(
                    address + " breaks off after " + size + " of " + total.getAsLong() + " bytes");
        }
        return size;
    }

    private static int read(URI address, InputStream body, byte[] buffer, StallWatch watch)
            throws FetchFailedException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            String reason = watch.hasEnded() ? "it gave nothing for too long" : describe(e);
            throw new FetchFailedException(address + " breaks off (" + reason + ")", e);
        }
    }

    private static String describe(IOException e) {
        StringBuilder description = new StringBuilder(e.getClass().getSimpleName());
        Throwable cause = e;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? description.toString()
                : description.append(": ").append(cause.getMessage()).toString();
    }
}
