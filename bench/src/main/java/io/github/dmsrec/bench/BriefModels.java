package io.github.dmsrec.bench;

import io.github.dmsrec.Dataset;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.Intents;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import java.nio.file.Path;

/**
 * Models that were trained for one epoch, which changes no time of theirs, and are kept for the next run.
 *
 * @param folder holds the models, by name
 * @param data the data set
 */
public record BriefModels(Path folder, Path data) {

    /** Follows a backbone's name where the model has intents by embedding similarity. */
    public static final String FUSED = "+intents";

    private static final int CANDIDATES = 50;
    private static final int TRAINING_THREADS = 2;

    /** MSGIFSR's usual 256 make an epoch of hours. */
    private static final int SMALL_DIMENSION = 64;

    /** Where a model is, or will be. */
    public Path place(String name) {
        return folder.resolve(name);
    }

    /**
     * A model, trained unless an earlier run did.
     *
     * @param name a method, or a backbone and {@link #FUSED}
     */
    public Model get(String name) {
        Path place = place(name);
        if (ArtefactFolder.isThere(place)) {
            return Model.load(place);
        }
        Dataset dataset = Dataset.open(data);
        try (Dmsrec dmsrec = Dmsrec.builder().threads(TRAINING_THREADS).build()) {
            if (!name.endsWith(FUSED)) {
                return dmsrec.train(briefly(name), dataset).save(place);
            }
            String backbone = name.substring(0, name.length() - FUSED.length());
            Intents intents = dmsrec.infer(
                    Inferrer.named("embedding-similarity"),
                    dataset,
                    get(backbone).candidates(dataset, CANDIDATES));
            return dmsrec.train(briefly(backbone), dataset, intents).save(place);
        }
    }

    private static Method briefly(String name) {
        Method method = Method.named(name);
        Method brief = method.options().containsKey("epochs") ? method.with("epochs", 1) : method;
        return name.equals("msgifsr") ? brief.with("dimension", SMALL_DIMENSION) : brief;
    }
}
