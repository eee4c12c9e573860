package io.github.dmsrec.datasets.imports;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work in a thread of its own, beside that of the one who began it. Closing it asks it to stop, and waits for its end. */
final class BackgroundTask<T> implements AutoCloseable {

    /** The work. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, SQLException;
    }

    private final FutureTask<T> task;
    private final Thread thread;

    BackgroundTask(String name, Work<T> work) {
        task = new FutureTask<>(work::run);
        thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What the work gives, when it has ended; it fails as the work did. */
    T result() throws IOException, SQLException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while waiting for " + thread.getName(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(thread.getName() + " failed", e);
        }
    }

    /** Waits until the work has ended. Its failure, if {@link #result} was not asked, is that of nobody. */
    @Override
    public void close() {
        boolean interrupted = false;
        thread.interrupt();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
