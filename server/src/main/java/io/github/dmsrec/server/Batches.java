package io.github.dmsrec.server;

import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.Json;
import io.github.dmsrec.server.api.ProblemException;
import io.github.dmsrec.server.api.RecommendationAnswer;
import io.github.dmsrec.server.http.Call;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers many requests, one a line, in their order, while they are read. Only so many lines are read ahead as are scored
 * together: memory is bounded, and requests that come one by one are not kept waiting for long. A line that is wrong
 * is answered by a problem; the others continue.
 */
final class Batches {

    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

    private final Recommending recommending;
    private final int ahead;
    private final int longestLine;

    Batches(Recommending recommending, ServerOptions options) {
        this.recommending = recommending;
        this.ahead = Math.min(
                options.scoring().batch() * options.scoring().threads(),
                Math.max(1, options.overload().degradeAt() / 2));
        this.longestLine = options.limits().bodyBytes();
    }

    private record Line(int number, CompletableFuture<RecommendationAnswer> answer) {}

    /** Reads to the end. */
    void answer(Call call, InputStream body, OutputStream answers) throws IOException {
        InputStream in = new BufferedInputStream(body);
        OutputStream out = new BufferedOutputStream(answers);
        Queue<Line> begun = new ArrayDeque<>();
        byte[] line = line(in);
        for (int number = 1; line != null; number++) {
            if (line.length > 0) {
                begun.add(new Line(number, begin(call, number, line)));
            }
            if (begun.size() >= ahead) {
                write(call, begun.remove(), out);
            }
            line = line(in);
        }
        while (!begun.isEmpty()) {
            write(call, begun.remove(), out);
        }
        out.flush();
    }

    private CompletableFuture<RecommendationAnswer> begin(Call call, int number, byte[] line) {
        if (line.length > longestLine) {
            return CompletableFuture.failedFuture(new ProblemException(
                    413, null, "The line has more than " + longestLine + " bytes.", "Send one request a line."));
        }
        long begun = System.nanoTime();
        try {
            return recommending.answer(line, call.id() + "-" + number, () -> System.nanoTime() - begun, call::model);
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void write(Call call, Line line, OutputStream out) throws IOException {
        Object answer;
        try {
            answer = line.answer().join();
        } catch (CompletionException e) {
            ProblemException problem = ProblemException.of(e);
            if (problem.status() >= 500) {
                LOG.error("Line {} of batch {} failed", line.number(), call.id(), e);
            }
            answer = problem.document(call.id() + "-" + line.number(), line.number());
        }
        out.write(Json.write(answer));
        out.write('\n');
    }

    /** The next line without its end, cut one byte above the greatest length; null at the end. */
    private byte @Nullable [] line(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (next >= 0 && next != '\n') {
            if (line.size() <= longestLine && next != '\r') {
                line.write(next);
            }
            next = in.read();
        }
        return line.toByteArray();
    }
}
