package io.github.dmsrec.intent.student;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A trained student. It gives the direction of a session's explicit and latent intents; the intents are the nearest of what
 * the teacher could have named: titles of clicked items for explicit ones, titles of candidates for latent ones, and texts
 * that the teacher wrote for either. Immutable; safe for use by several threads.
 *
 * @param network from {@link StudentInputs} to both directions
 * @param sessionVector the length of the session vector that it reads; 0 without
 * @param texts beyond titles that the teacher wrote most often
 * @param textVectors one for each, of length one, text beside text: {@code [dimension, texts]}
 * @param shares how many of the teacher's explicit and latent intents were titles, from 0 to 1
 * @param picks how many explicit and latent intents a row of the teacher has by the mean, rounded
 */
record Student(
        StudentNetwork network,
        int sessionVector,
        List<String> texts,
        float[] textVectors,
        double[] shares,
        int[] picks) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXTS = "texts";
    private static final String SHARES = "shares";
    private static final String PICKS = "picks";
    private static final String SESSION_VECTOR = "sessionVector";

    /** The intents of a session. */
    InferredRow infer(StudentInputs inputs, IntentRequest request) {
        float[] both = network.apply(inputs.of(request));
        int[] clicked = Arrays.stream(request.session()).distinct().toArray();
        int[] others = Arrays.stream(request.candidates())
                .filter(item -> Arrays.stream(clicked).noneMatch(click -> click == item))
                .toArray();
        List<IntentText> explicitIntents = nearest(inputs.titles(), both, 0, clicked);
        List<IntentText> latentIntents = nearest(inputs.titles(), both, 1, others);
        return explicitIntents.isEmpty() && latentIntents.isEmpty()
                ? InferredRow.without(RowStatus.NOTHING_TO_CHOOSE, "no clicked item or no candidate has a title")
                : InferredRow.chosen(explicitIntents, latentIntents);
    }

    /** The nearest titles and texts, as many of each as the teacher named by the mean. */
    private List<IntentText> nearest(IntentVectors titles, float[] both, int side, int[] items) {
        int dimension = titles.dimension();
        int at = side * dimension;
        int ofTitles = (int) Math.round(picks[side] * shares[side]);
        List<IntentText> intents = new ArrayList<>();
        double[] ofItems = new double[items.length];
        for (int i = 0; i < items.length; i++) {
            double length = Math.sqrt(
                    dot(titles.values(), items[i] * dimension, titles.values(), items[i] * dimension, dimension));
            ofItems[i] = length == 0
                    ? Double.NEGATIVE_INFINITY
                    : dot(both, at, titles.values(), items[i] * dimension, dimension) / length;
        }
        for (int i : highest(ofItems, ofTitles)) {
            intents.add(new Title(items[i]));
        }
        int ofTexts = Math.min(picks[side] - ofTitles, texts.size());
        if (ofTexts > 0) {
            for (int i : highest(scoresOfTexts(both, at, dimension), ofTexts)) {
                intents.add(new Written(texts.get(i)));
            }
        }
        return intents;
    }

    /** Text beside text, so that the inner loop runs along memory and the processor takes several at once. */
    private double[] scoresOfTexts(float[] both, int at, int dimension) {
        float[] sums = new float[texts.size()];
        for (int d = 0; d < dimension; d++) {
            float value = both[at + d];
            int row = d * sums.length;
            for (int text = 0; text < sums.length; text++) {
                sums[text] += value * textVectors[row + text];
            }
        }
        double[] scores = new double[sums.length];
        for (int text = 0; text < sums.length; text++) {
            scores[text] = sums[text];
        }
        return scores;
    }

    /** The places of the highest scores, the highest first. */
    private static List<Integer> highest(double[] scores, int most) {
        return IntStream.range(0, scores.length)
                .filter(i -> scores[i] > Double.NEGATIVE_INFINITY)
                .boxed()
                .sorted((one, other) -> Double.compare(scores[other], scores[one]))
                .limit(most)
                .toList();
    }

    /** A product with four sums, which a processor adds up side by side. */
    static float dot(float[] one, int from, float[] other, int otherFrom, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            a += one[from + i] * other[otherFrom + i];
            b += one[from + i + 1] * other[otherFrom + i + 1];
            c += one[from + i + 2] * other[otherFrom + i + 2];
            d += one[from + i + 3] * other[otherFrom + i + 3];
        }
        for (; i < count; i++) {
            a += one[from + i] * other[otherFrom + i];
        }
        return a + b + c + d;
    }

    /** Writes it. */
    void write(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(network.tensors());
        if (!texts.isEmpty()) {
            tensors.put("texts", Tensor.ofFloats(textVectors, textVectors.length / texts.size(), texts.size()));
        }
        SafetensorsFile.write(
                file,
                Map.of(
                        TEXTS, JSON.writeValueAsString(texts),
                        SHARES, JSON.writeValueAsString(shares),
                        PICKS, JSON.writeValueAsString(picks),
                        SESSION_VECTOR, Integer.toString(sessionVector)),
                tensors);
    }

    /**
     * Reads one.
     *
     * @param dimension of the titles' vectors
     * @throws UserMistakeException if there is none, or it learned with vectors of another length
     */
    static Student read(Path path, int dimension) {
        if (!Files.isRegularFile(path)) {
            throw new UserMistakeException(
                    "There is no student '" + path + "'. Train one: --inferrer student --set teacher=INTENTS.");
        }
        SafetensorsFile file = SafetensorsFile.read(path);
        Map<String, String> metadata = file.metadata();
        if (!file.contains("hidden.weight") || !metadata.containsKey(PICKS)) {
            throw new UserMistakeException(
                    "'" + path + "' is not a student. Name a file that the inferrer 'student' wrote.");
        }
        StudentNetwork network = StudentNetwork.read(file);
        if (network.outputs() != 2 * dimension) {
            throw new UserMistakeException("The student '" + path + "' gives vectors of " + network.outputs() / 2
                    + " numbers, but the titles' have " + dimension + ". Use the encoder that it was trained with.");
        }
        try {
            List<String> texts =
                    JSON.readValue(metadata.getOrDefault(TEXTS, "[]"), new TypeReference<List<String>>() {});
            return new Student(
                    network,
                    Integer.parseInt(metadata.getOrDefault(SESSION_VECTOR, "0")),
                    List.copyOf(texts),
                    texts.isEmpty() ? new float[0] : file.floats("texts"),
                    JSON.readValue(metadata.getOrDefault(SHARES, ""), double[].class),
                    JSON.readValue(metadata.getOrDefault(PICKS, ""), int[].class));
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "The student '" + path + "' is damaged: " + e.getOriginalMessage() + ". Train it again.");
        }
    }
}
