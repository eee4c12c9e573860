package io.github.dmsrec.live;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Items that a model has never seen, such as those that were appended to its data set after it was trained, scored through
 * their titles. Each is represented by the {@value #NEIGHBOURS} trained items whose titles lie nearest (cosine of the
 * encoder's vectors): its score is the mean of theirs, weighted by the soft-max of {@value #SHARPNESS} times the cosine. For
 * a backbone that scores by inner products that is the score of the same mean of item vectors. In a session it is
 * represented by the nearest of them. A new item without a title cannot be scored. Immutable.
 */
public final class NewItems {

    private static final int NEIGHBOURS = 5;
    private static final double SHARPNESS = 20;

    private final Catalogue catalogue;
    private final int known;
    private final int[] neighbours;
    private final float[] weights;

    private NewItems(Catalogue catalogue, int known, int[] neighbours, float[] weights) {
        this.catalogue = catalogue;
        this.known = known;
        this.neighbours = neighbours;
        this.weights = weights;
    }

    /** No new items. */
    public static NewItems none(Catalogue model) {
        return new NewItems(model, model.size(), new int[0], new float[0]);
    }

    /**
     * The items of a newer catalogue that a model does not have, in their order. Those without a title are left out.
     *
     * @param model the model's items
     * @param popularity how often each was clicked in training; items without clicks represent no others
     * @param newer has more items
     * @param encoder of titles
     * @throws UserMistakeException if no trained item has a title
     */
    public static NewItems of(
            Catalogue model, long[] popularity, Catalogue newer, TextEncoder encoder, Progress progress) {
        List<Item> all = new ArrayList<>(model.items());
        List<String> titles = new ArrayList<>();
        for (Item item : newer.items()) {
            if (model.indexOf(item.id()).isEmpty() && !item.title().isBlank()) {
                all.add(item);
                titles.add(item.title());
            }
        }
        if (titles.isEmpty()) {
            return none(model);
        }
        List<Integer> trained = new ArrayList<>();
        for (int item = 0; item < model.size(); item++) {
            if (popularity[item] > 0 && !model.title(item).isBlank()) {
                trained.add(item);
                titles.add(model.title(item));
            }
        }
        if (trained.isEmpty()) {
            throw new UserMistakeException("New items are scored through their titles, but no item that the model was"
                    + " trained on has a title. Import the data set with titles and train again.");
        }
        int dimension = encoder.dimension();
        float[] vectors = encoder.encode(titles, progress).vectors().values();
        int news = all.size() - model.size();
        normalise(vectors, dimension);
        int[] neighbours = new int[news * NEIGHBOURS];
        float[] weights = new float[news * NEIGHBOURS];
        double[] cosines = new double[trained.size()];
        for (int item = 0; item < news; item++) {
            for (int other = 0; other < cosines.length; other++) {
                cosines[other] = dot(vectors, item * dimension, (news + other) * dimension, dimension);
            }
            nearest(cosines, trained, item * NEIGHBOURS, neighbours, weights);
        }
        return new NewItems(new Catalogue(all), model.size(), neighbours, weights);
    }

    private static void nearest(double[] cosines, List<Integer> trained, int at, int[] neighbours, float[] weights) {
        int found = Math.min(NEIGHBOURS, cosines.length);
        double first = 0;
        double sum = 0;
        for (int rank = 0; rank < found; rank++) {
            int best = 0;
            for (int other = 1; other < cosines.length; other++) {
                best = cosines[other] > cosines[best] ? other : best;
            }
            first = rank == 0 ? cosines[best] : first;
            weights[at + rank] = (float) Math.exp(SHARPNESS * (cosines[best] - first));
            sum += weights[at + rank];
            neighbours[at + rank] = trained.get(best);
            cosines[best] = Double.NEGATIVE_INFINITY;
        }
        for (int rank = 0; rank < found; rank++) {
            weights[at + rank] /= (float) sum;
        }
        // Where fewer items are trained, the nearest stands in the other places without weight.
        Arrays.fill(neighbours, at + found, at + NEIGHBOURS, neighbours[at]);
    }

    private static void normalise(float[] vectors, int dimension) {
        for (int at = 0; at < vectors.length; at += dimension) {
            double length = Math.sqrt(dot(vectors, at, at, dimension));
            for (int i = 0; i < dimension && length > 0; i++) {
                vectors[at + i] /= (float) length;
            }
        }
    }

    private static double dot(float[] vectors, int a, int b, int dimension) {
        float sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += vectors[a + i] * vectors[b + i];
        }
        return sum;
    }

    /** The model's items, and after them the new ones. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** How many new items there are. */
    public int count() {
        return catalogue.size() - known;
    }

    /** The item of the model that represents an item of a session: itself, or for a new one the nearest. */
    public int representative(int item) {
        return item < known ? item : neighbours[(item - known) * NEIGHBOURS];
    }

    /** The items of the model whose scores make those of some items: themselves, or for new ones their neighbours. */
    int[] scoredBy(int... items) {
        return Arrays.stream(items)
                .flatMap(item -> item < known
                        ? IntStream.of(item)
                        : Arrays.stream(neighbours, (item - known) * NEIGHBOURS, (item - known + 1) * NEIGHBOURS))
                .distinct()
                .toArray();
    }

    /**
     * The score of a new item.
     *
     * @param item above those of the model
     * @param scores of the model's items
     * @param offset where item 0 is
     */
    public float score(int item, float[] scores, int offset) {
        int at = (item - known) * NEIGHBOURS;
        float sum = 0;
        for (int i = at; i < at + NEIGHBOURS; i++) {
            sum += weights[i] * scores[offset + neighbours[i]];
        }
        return sum;
    }

    /**
     * The vectors of items, of length one: those of a network, and for new items the direction of the weighted mean of
     * those of their neighbours.
     *
     * @param network of the model
     * @param items new ones or not
     * @return item by item
     */
    float[] vectors(SessionModel network, int... items) {
        float[] vectors = network.itemVectors(
                Arrays.stream(items).map(this::representative).toArray());
        int dimension = network.dimension();
        for (int i = 0; i < items.length; i++) {
            if (items[i] >= known) {
                mean(network, items[i], vectors, i * dimension, dimension);
            }
        }
        return vectors;
    }

    private void mean(SessionModel network, int item, float[] vectors, int to, int dimension) {
        int at = (item - known) * NEIGHBOURS;
        float[] near = network.itemVectors(Arrays.copyOfRange(neighbours, at, at + NEIGHBOURS));
        float[] mean = new float[dimension];
        for (int i = 0; i < near.length; i++) {
            mean[i % dimension] += weights[at + i / dimension] * near[i];
        }
        normalise(mean, dimension);
        System.arraycopy(mean, 0, vectors, to, dimension);
    }
}
