package io.github.dmsrec.intent.student;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A trained student. It gives the direction of a session's explicit and latent intents; the intents are the nearest of what
 * the teacher could have named: titles of clicked items for explicit ones, titles of candidates for latent ones, and texts
 * that the teacher wrote for either. Immutable; safe for use by several threads.
 *
 * @param network from {@link StudentInputs} to both directions
 * @param sessionVector the length of the session vector that it reads; 0 without
 * @param texts beyond titles that the teacher wrote most often
 * @param textVectors one for each, of length one, text beside text: {@code [dimension][texts]}
 * @param shares how many of the teacher's explicit and latent intents were titles, from 0 to 1
 * @param picks how many explicit and latent intents a row of the teacher has by the mean, rounded
 * @param facets whether its teacher named facets of the clicked items as explicit intents
 * @param encoder the identity of what encoded the texts that it learned with; empty if it is not known
 */
record Student(
        StudentNetwork network,
        int sessionVector,
        List<String> texts,
        float[][] textVectors,
        double[] shares,
        int[] picks,
        boolean facets,
        Optional<String> encoder) {

    /**
     * Refuses a session whose vector is not of the length that it learned with.
     *
     * @param file that it was read from, for the message
     * @throws UserMistakeException if the vector has another length, is missing, or is one too many
     */
    void requireVectorOf(IntentRequest request, Path file) {
        float[] vector = request.sessionVector();
        int given = vector == null ? 0 : vector.length;
        if (given != sessionVector) {
            throw new UserMistakeException(
                    "The student '" + file + "' learned "
                            + (sessionVector == 0
                                    ? "without session vectors"
                                    : "with session vectors of " + sessionVector + " numbers")
                            + ", but the model that gave the candidates "
                            + (given == 0
                                    ? "has none, or is not where it was"
                                    : "has session vectors of " + given + " numbers")
                            + ".",
                    "Use candidates of a model like the one that it learned with, or train a student with these.");
        }
    }

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

    /**
     * Text beside text, so that the processor takes several at once. The JVM's compiler sees that it may only where both arrays
     * are read at the same place, so that a dimension is an array of its own.
     */
    private double[] scoresOfTexts(float[] both, int at, int dimension) {
        float[] sums = new float[texts.size()];
        for (int d = 0; d < dimension; d++) {
            float value = both[at + d];
            float[] row = textVectors[d];
            for (int text = 0; text < sums.length; text++) {
                sums[text] += value * row[text];
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
}
