package io.github.dmsrec.server;

import io.github.dmsrec.ModelServer;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.feedback.FeedbackLog;
import io.github.dmsrec.server.http.HttpListener;
import io.github.dmsrec.server.metrics.ServerMetrics;
import io.github.dmsrec.server.model.NamedThreads;
import io.github.dmsrec.server.model.ServedModels;
import io.github.dmsrec.server.session.StoredSessions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Models, routes and the listener put together. The port opens when all models are warm. */
final class HttpModelServer implements ModelServer {

    private static final int SEARCH_THREADS = 4;

    /** What was opened, the last first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final URI address;

    HttpModelServer(ServerOptions options) {
        try {
            ServerMetrics metrics = opened(new ServerMetrics());
            FeedbackLog log = options.feedback() == null ? null : opened(new FeedbackLog(options.feedback(), metrics));
            ServedModels models = opened(new ServedModels(options, metrics));
            StoredSessions sessions = options.sessions() == null ? null : new StoredSessions(options.sessions());
            if (sessions != null) {
                metrics.gauge("dmsrec.sessions", "Sessions that are kept", sessions::size);
            }
            ExecutorService searches = executor("search", SEARCH_THREADS);
            ExecutorService reloads = executor("reload", options.models().size());
            AtomicBoolean ready = new AtomicBoolean();
            HttpListener listener = opened(new HttpListener(
                    options,
                    new ServiceRoutes(
                                    options,
                                    models,
                                    metrics,
                                    sessions,
                                    new Feedback(log, options),
                                    searches,
                                    reloads,
                                    ready::get)
                            .all(),
                    metrics,
                    ready));
            listener.start();
            address = listener.address();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private ExecutorService executor(String name, int threads) {
        ExecutorService executor = Executors.newFixedThreadPool(threads, NamedThreads.named(name));
        opened.push(executor::shutdown);
        return executor;
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        synchronized (opened) {
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
