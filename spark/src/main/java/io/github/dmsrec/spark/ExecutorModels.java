package io.github.dmsrec.spark;

import io.github.dmsrec.Model;
import io.github.dmsrec.SessionPredictor;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkEnv;

/**
 * The models that this executor process has open: each once, whatever the number of its tasks. A model that no task uses is
 * closed when another one is needed. Safe for use by several threads.
 */
final class ExecutorModels {

    private record Key(String fingerprint, Wanted wanted) {}

    /** An open model and the tasks that use it. */
    private static final class Open {

        private final SessionPredictor predictor;
        private final Path folder;
        private int tasks;

        Open(SessionPredictor predictor, Path folder) {
            this.predictor = predictor;
            this.folder = folder;
        }

        void close() {
            predictor.close();
            delete(folder);
        }
    }

    private static final Map<Key, Open> OPEN = new HashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ExecutorModels::deleteFolders, "dmsrec models"));
    }

    private ExecutorModels() {}

    /** A task's use of a model, until it is closed. */
    static final class Lease implements AutoCloseable {

        private final Open open;
        private boolean closed;

        private Lease(Open open) {
            this.open = open;
        }

        SessionPredictor predictor() {
            return open.predictor;
        }

        @Override
        public void close() {
            synchronized (OPEN) {
                open.tasks -= closed ? 0 : 1;
                closed = true;
            }
        }
    }

    /**
     * A model for a task; the first that needs it loads it, and the others wait for that.
     *
     * @throws MissingNativesException if this executor lacks the native libraries that the model needs
     */
    static Lease use(ShippedModel model, Wanted wanted) {
        synchronized (OPEN) {
            Key key = new Key(model.fingerprint(), wanted);
            Open open = OPEN.get(key);
            if (open == null) {
                OPEN.values().removeIf(other -> {
                    if (other.tasks == 0) {
                        other.close();
                    }
                    return other.tasks == 0;
                });
                open = open(model, wanted);
                OPEN.put(key, open);
            }
            open.tasks++;
            return new Lease(open);
        }
    }

    private static Open open(ShippedModel model, Wanted wanted) {
        Path folder;
        try {
            folder = Files.createTempDirectory("dmsrec-model-");
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder of the executor cannot be written", e);
        }
        try {
            model.unpack(folder);
            return new Open(Model.load(folder).openPredictor(wanted.options()), folder);
        } catch (LinkageError e) {
            delete(folder);
            throw new MissingNativesException(SparkEnv.get().executorId(), e);
        } catch (IOException e) {
            delete(folder);
            throw new UncheckedIOException("the model cannot be written to '" + folder + "'", e);
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static void deleteFolders() {
        synchronized (OPEN) {
            OPEN.values().forEach(open -> delete(open.folder));
        }
    }

    private static void delete(Path folder) {
        try {
            ArtefactFolder.deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("'" + folder + "' cannot be deleted", e);
        }
    }
}
