package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters to and from safetensors, under the papers' names. */
public final class Weights {

    /** So many values are copied at once. */
    private static final int COPIED = 1 << 16;

    private Weights() {}

    /** The tensors of all parameters. */
    public static Map<String, SafetensorsFile.Tensor> tensorsOf(Parameters parameters) {
        Map<String, SafetensorsFile.Tensor> tensors = new LinkedHashMap<>();
        try (Scope scope = Scope.inference()) {
            for (ParameterSpec spec : parameters.specs()) {
                tensors.put(spec.name(), copyOf(parameters, spec));
            }
        }
        return tensors;
    }

    /** Made of pieces: a second array of a large table would be as large. */
    private static SafetensorsFile.Tensor copyOf(Parameters parameters, ParameterSpec spec) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(spec.count(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        Tensor values = parameters.get(spec.name()).withoutGradient().reshape(spec.count(), 1);
        for (int from = 0; from < spec.count(); from += COPIED) {
            floats.put(values.rows(from, Math.min(spec.count(), from + COPIED)).floats());
        }
        return new SafetensorsFile.Tensor("F32", spec.shape(), bytes);
    }

    /**
     * Sets all parameters from a file.
     *
     * @param path the file's path, for messages
     * @throws UserMistakeException naming every tensor that is missing or of another shape, or the first with a value that is
     *     not a finite number
     */
    public static void load(Parameters parameters, SafetensorsFile file, Path path) {
        requireFitting(parameters.specs(), file, path);
        for (ParameterSpec spec : parameters.specs()) {
            parameters.set(spec.name(), finite(spec.name(), file, path));
        }
    }

    /**
     * The parameters of a file, to score with.
     *
     * @param specs all parameters
     * @param path the file's path, for messages
     * @throws UserMistakeException naming every tensor that is missing or of another shape, or the first with a value that is
     *     not a finite number
     */
    static Parameters frozen(List<ParameterSpec> specs, SafetensorsFile file, Path path) {
        requireFitting(specs, file, path);
        return Parameters.frozen(specs, name -> finite(name, file, path));
    }

    private static void requireFitting(List<ParameterSpec> specs, SafetensorsFile file, Path path) {
        List<String> mistakes = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            if (!file.contains(spec.name())) {
                mistakes.add("'" + spec.name() + "' is missing");
            } else if (!Arrays.equals(file.shape(spec.name()), spec.shape())) {
                mistakes.add("'" + spec.name() + "' has the shape " + Arrays.toString(file.shape(spec.name()))
                        + ", but " + Arrays.toString(spec.shape()) + " is needed");
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "The tensors of '" + path + "' do not fit: " + String.join("; ", mistakes) + ".",
                    "Check that the weights belong to this backbone, data set and dimension.");
        }
    }

    private static float[] finite(String name, SafetensorsFile file, Path path) {
        float[] values = file.floats(name);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new UserMistakeException(
                        "Tensor '" + name + "' of '" + path + "' has the value " + values[i] + " at position " + i
                                + ", which is not a finite number.",
                        "Train the model again: its training may have diverged, or the file was damaged.");
            }
        }
        return values;
    }
}
