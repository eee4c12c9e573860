package io.github.dmsrec.bench.serving;

import java.io.IOException;
import java.nio.file.Path;

/** Makes a model, and the list of ids, in a process of its own, so that the one that measures keeps none of its memory. */
public final class ModelPreparation {

    private ModelPreparation() {}

    /**
     * Makes what is not there.
     *
     * @param arguments the catalogue's name, the folder that keeps everything, that of Beauty, the model's name
     */
    public static void main(String[] arguments) throws IOException {
        ServedCatalogue catalogue = ServedCatalogue.named(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]));
        catalogue.ids();
        catalogue.prepare(arguments[3]);
    }
}
