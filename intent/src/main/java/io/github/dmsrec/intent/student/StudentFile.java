package io.github.dmsrec.intent.student;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The file of a student: tensors of the network and of the texts' vectors, and the rest as JSON beside them. Whatever is read
 * is checked, because a user may name any file.
 */
final class StudentFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String TEXTS = "texts";
    private static final String SHARES = "shares";
    private static final String PICKS = "picks";
    private static final String SESSION_VECTOR = "sessionVector";
    static final String FACETS = "facets";
    private static final String ENCODER = "encoder";
    private static final int SIDES = 2;

    private final Path path;
    private final SafetensorsFile file;

    private StudentFile(Path path, SafetensorsFile file) {
        this.path = path;
        this.file = file;
    }

    /** Writes a student. */
    static void write(Path path, Student student) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(student.network().tensors());
        int texts = student.texts().size();
        if (texts > 0) {
            float[][] rows = student.textVectors();
            float[] vectors = new float[rows.length * texts];
            for (int row = 0; row < rows.length; row++) {
                System.arraycopy(rows[row], 0, vectors, row * texts, texts);
            }
            tensors.put(TEXTS, Tensor.ofFloats(vectors, rows.length, texts));
        }
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(TEXTS, JSON.writeValueAsString(student.texts()));
        metadata.put(SHARES, JSON.writeValueAsString(student.shares()));
        metadata.put(PICKS, JSON.writeValueAsString(student.picks()));
        metadata.put(SESSION_VECTOR, Integer.toString(student.sessionVector()));
        metadata.put(FACETS, Boolean.toString(student.facets()));
        student.encoder().ifPresent(identity -> metadata.put(ENCODER, identity));
        SafetensorsFile.write(path, metadata, tensors);
    }

    /**
     * Reads a student.
     *
     * @param dimension of the titles' vectors
     * @param encoder the identity of what encoded the titles; empty if it is not known
     * @throws UserMistakeException if there is none, it is damaged, or it learned with vectors of another encoder
     */
    static Student read(Path path, int dimension, Optional<String> encoder) {
        if (!Files.isRegularFile(path)) {
            throw new UserMistakeException(
                    "There is no student '" + path + "'.", "Train one: --inferrer student --set teacher=INTENTS.");
        }
        return new StudentFile(path, SafetensorsFile.read(path)).student(dimension, encoder);
    }

    private Student student(int dimension, Optional<String> encoder) {
        Map<String, String> metadata = file.metadata();
        if (!file.contains(StudentNetwork.HIDDEN_WEIGHT) && !metadata.containsKey(PICKS)) {
            throw new UserMistakeException(
                    "'" + path + "' is not a student.", "Name a file that the inferrer 'student' wrote.");
        }
        StudentNetwork network = StudentNetwork.read(this);
        if (network.outputs() % SIDES != 0) {
            throw damaged("its network gives " + network.outputs() + " numbers, which are not two vectors");
        }
        if (network.outputs() != SIDES * dimension) {
            throw new UserMistakeException(
                    "The student '" + path + "' gives vectors of " + network.outputs() / SIDES
                            + " numbers, but the titles' have " + dimension + ".",
                    "Use the encoder that it was trained with.");
        }
        Optional<String> learnedWith = Optional.ofNullable(metadata.get(ENCODER));
        requireSameEncoder("student '" + path + "'", learnedWith, encoder);
        int sessionVector = wholeNumber(json(SESSION_VECTOR), SESSION_VECTOR);
        if (network.inputs() != StudentInputs.size(dimension, sessionVector)) {
            throw damaged("its network reads " + network.inputs() + " numbers, which do not go with titles' vectors of "
                    + dimension + " numbers and session vectors of " + sessionVector);
        }
        List<String> texts = texts();
        JsonNode shares = pair(SHARES);
        JsonNode picks = pair(PICKS);
        return new Student(
                network,
                sessionVector,
                texts,
                texts.isEmpty() ? new float[0][] : textVectors(dimension, texts.size()),
                new double[] {share(shares.get(0)), share(shares.get(1))},
                new int[] {wholeNumber(picks.get(0), PICKS), wholeNumber(picks.get(1), PICKS)},
                isOfFacets(),
                learnedWith);
    }

    /**
     * Refuses vectors of another encoder, where both are known.
     *
     * @param who learned or taught, for the message
     */
    static void requireSameEncoder(String who, Optional<String> learnedWith, Optional<String> encoder) {
        if (learnedWith.isPresent() && encoder.isPresent() && !learnedWith.equals(encoder)) {
            throw new UserMistakeException(
                    "The vectors of the " + who + " are of an encoder with the identity '" + learnedWith.get()
                            + "', but the titles' are of one with '" + encoder.get() + "'.",
                    "Use the same encoder.");
        }
    }

    /**
     * The shape of a tensor.
     *
     * @param name of the tensor
     * @param lengths how many there are
     * @throws UserMistakeException if there is no such tensor, or a length is not an integer from 1 that an array may have
     */
    int[] shape(String name, int lengths) {
        requireTensor(name);
        long[] shape = file.shape(name);
        if (shape.length != lengths
                || Arrays.stream(shape).anyMatch(length -> length < 1 || length > Integer.MAX_VALUE)) {
            throw damaged("its tensor '" + name + "' has the shape " + Arrays.toString(shape) + ", not " + lengths
                    + " lengths of at least 1");
        }
        return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * The values of a tensor.
     *
     * @param name of the tensor
     * @param shape that the others ask for
     * @throws UserMistakeException if there is no such tensor, it is of another type or shape, or a value is not finite
     */
    float[] tensor(String name, long... shape) {
        requireTensor(name);
        if (!file.dtype(name).equals("F32") || !Arrays.equals(file.shape(name), shape)) {
            throw damaged("its tensor '" + name + "' is " + file.dtype(name) + Arrays.toString(file.shape(name))
                    + ", but F32" + Arrays.toString(shape) + " fits the others");
        }
        float[] values = file.floats(name);
        for (int place = 0; place < values.length; place++) {
            if (!Float.isFinite(values[place])) {
                throw damaged("its tensor '" + name + "' has the value " + values[place] + " at place " + place);
            }
        }
        return values;
    }

    private void requireTensor(String name) {
        if (!file.contains(name)) {
            throw damaged("it has no tensor '" + name + "'");
        }
    }

    private float[][] textVectors(int dimension, int texts) {
        float[] vectors = tensor(TEXTS, dimension, texts);
        float[][] rows = new float[dimension][];
        for (int row = 0; row < dimension; row++) {
            rows[row] = Arrays.copyOfRange(vectors, row * texts, (row + 1) * texts);
        }
        return rows;
    }

    private List<String> texts() {
        JsonNode array = json(TEXTS);
        if (!array.isArray()) {
            throw damaged("its '" + TEXTS + "' are " + array + ", not a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : array) {
            if (!text.isTextual()) {
                throw damaged("its '" + TEXTS + "' have the value " + text + ", not a text");
            }
            texts.add(text.asText());
        }
        if (texts.isEmpty() && file.contains(TEXTS)) {
            throw damaged("it has vectors of texts, but no texts");
        }
        return List.copyOf(texts);
    }

    /** What the file says of the explicit and of the latent side. */
    private JsonNode pair(String key) {
        JsonNode pair = json(key);
        if (!pair.isArray() || pair.size() != SIDES) {
            throw damaged("its '" + key + "' are " + pair + ", not two numbers");
        }
        return pair;
    }

    private boolean isOfFacets() {
        if (!file.metadata().containsKey(FACETS)) {
            return false;
        }
        JsonNode facets = json(FACETS);
        if (!facets.isBoolean()) {
            throw damaged("its '" + FACETS + "' has the value " + facets + ", not true or false");
        }
        return facets.asBoolean();
    }

    private double share(JsonNode node) {
        if (!node.isNumber() || !(node.asDouble() >= 0 && node.asDouble() <= 1)) {
            throw damaged("its '" + SHARES + "' have the value " + node + ", not a number from 0 to 1");
        }
        return node.asDouble();
    }

    private int wholeNumber(JsonNode node, String key) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < 0) {
            throw damaged("its '" + key + "' has the value " + node + ", not an integer from 0");
        }
        return node.asInt();
    }

    private JsonNode json(String key) {
        String text = file.metadata().get(key);
        if (text == null) {
            throw damaged("it does not say its '" + key + "'");
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw damaged("its '" + key + "' are not JSON: " + e.getOriginalMessage());
        }
    }

    private UserMistakeException damaged(String what) {
        return new UserMistakeException(
                "The student '" + path + "' is damaged: " + what + ".", "Train it again, or fetch the file again.");
    }
}
