package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import io.github.dmsrec.core.session.Successors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What followed what in the training sessions, as tensors of integers. */
final class SuccessorsFile {

    private static final String OFFSETS = "offsets";
    private static final String ITEMS = "items";
    private static final String COUNTS = "counts";
    private static final String CUT = "cut";

    private SuccessorsFile() {}

    static void write(Path file, Successors successors) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        put(tensors, OFFSETS, successors.offsets());
        put(tensors, ITEMS, successors.items());
        put(tensors, COUNTS, successors.counts());
        put(tensors, CUT, successors.cut());
        SafetensorsFile.write(file, Map.of(), tensors);
    }

    private static void put(Map<String, Tensor> tensors, String name, int[] values) {
        tensors.put(name, Tensor.ofInts(values, values.length));
    }

    /**
     * Reads them.
     *
     * @param catalogueSize the number of items N of the model
     * @throws UserMistakeException if the file is broken, or of another catalogue
     */
    static Successors read(Path file, int catalogueSize) {
        SafetensorsFile tensors = SafetensorsFile.read(file);
        for (String name : new String[] {OFFSETS, ITEMS, COUNTS, CUT}) {
            if (!tensors.contains(name)) {
                throw broken(file, "the tensor '" + name + "' is missing");
            }
        }
        int[] cut = tensors.ints(CUT);
        if (cut.length != catalogueSize) {
            throw broken(file, "it is of " + cut.length + " items, but the model has " + catalogueSize);
        }
        try {
            return new Successors(tensors.ints(OFFSETS), tensors.ints(ITEMS), tensors.ints(COUNTS), cut);
        } catch (IllegalArgumentException e) {
            throw broken(file, String.valueOf(e.getMessage()));
        }
    }

    private static UserMistakeException broken(Path file, String problem) {
        return new UserMistakeException(
                "'" + file + "' cannot be used: " + problem + ". Copy the model again, or train it again.");
    }
}
