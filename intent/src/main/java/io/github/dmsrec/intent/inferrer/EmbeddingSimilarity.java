package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Picks, among a row's candidates, those whose titles are most like the session's: cosine with the recency-weighted mean
 * of the clicked titles' vectors. It needs no server, and it is not a language model: where one encoder picks and then
 * encodes the picks, their vectors lie near the session's mean by construction.
 */
public final class EmbeddingSimilarity implements IntentInferrer {

    /** The inferrer's name. */
    public static final String NAME = "embedding-similarity";

    /** The weight of a click relative to the one after it. */
    static final Option<Double> DECAY =
            Option.positive("decay", "weight of a click relative to the one after it", 0.8, 1);

    /** The most clicked candidates to pick. */
    static final Option<Integer> EXPLICIT_PICKS =
            Option.integer("explicit-picks", "most candidates to pick among those clicked", 2, 0, Integer.MAX_VALUE);

    /** The most new candidates to pick. */
    static final Option<Integer> LATENT_PICKS =
            Option.integer("latent-picks", "most candidates to pick among those not clicked", 3, 0, Integer.MAX_VALUE);

    /** Its entry in the registry. */
    public static final InferrerKind KIND = InferrerKind.computed(
            NAME,
            "chosen by embedding similarity, without a language model",
            List.of(DECAY, EXPLICIT_PICKS, LATENT_PICKS),
            EmbeddingSimilarity::new);

    private final OptionValues values;
    private final double decay;
    private final int explicitPicks;
    private final int latentPicks;

    /** An inferrer of the given options. */
    public EmbeddingSimilarity(OptionValues values) {
        this.values = values;
        this.decay = values.get(DECAY);
        this.explicitPicks = values.get(EXPLICIT_PICKS);
        this.latentPicks = values.get(LATENT_PICKS);
    }

    @Override
    public InferrerOptions options() {
        return InferrerOptions.of(NAME, values, EmbeddingSimilarity::new);
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        return Inference.rowByRow(
                "choose intents by similarity", requests, progress, request -> choose(setting.titleVectors(), request));
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        IntentVectors titles = setting.shared().titleVectors();
        return new SessionInferrer() {
            @Override
            public Outcome infer(IntentRequest request) {
                return new Outcome(choose(titles, request));
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Picks the intents of a session. Safe for use by several threads.
     *
     * @param titles vector {@code i} is that of the title of item {@code i}
     */
    public InferredRow choose(IntentVectors titles, IntentRequest request) {
        double[] mean = mean(titles, request.session());
        double meanSquares = squares(mean);
        int[] candidates = request.candidates();
        double[] similarity = new double[candidates.length];
        for (int rank = 0; rank < candidates.length; rank++) {
            similarity[rank] = cosine(mean, meanSquares, titles, candidates[rank]);
        }
        // Sorting is stable: equal similarity keeps the order of the ranks.
        List<Integer> ranks = IntStream.range(0, candidates.length)
                .boxed()
                .filter(rank -> !Double.isNaN(similarity[rank]))
                .sorted(Comparator.comparing(rank -> -similarity[rank]))
                .toList();
        List<IntentText> explicitIntents = new ArrayList<>();
        List<IntentText> latentIntents = new ArrayList<>();
        for (int rank : ranks) {
            int item = candidates[rank];
            boolean clicked = Arrays.stream(request.session()).anyMatch(click -> click == item);
            List<IntentText> side = clicked ? explicitIntents : latentIntents;
            if (side.size() < (clicked ? explicitPicks : latentPicks)) {
                side.add(new Title(item));
            }
        }
        return explicitIntents.isEmpty() && latentIntents.isEmpty()
                ? InferredRow.without(RowStatus.NOTHING_TO_CHOOSE, "no clicked item or no candidate has a title")
                : InferredRow.chosen(explicitIntents, latentIntents);
    }

    /**
     * The vector nearest to a session among some of a table. Safe for use by several threads.
     *
     * @param vectors the titles' first
     * @param from the first vector that is compared
     * @param to behind the last one
     * @return empty if there is none, or nothing in the session has a title
     */
    public OptionalInt nearest(IntentVectors vectors, int[] session, int from, int to) {
        double[] mean = mean(vectors, session);
        double meanSquares = squares(mean);
        int nearest = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int text = from; text < to; text++) {
            double similarity = cosine(mean, meanSquares, vectors, text);
            if (similarity > highest) {
                highest = similarity;
                nearest = text;
            }
        }
        return nearest < 0 ? OptionalInt.empty() : OptionalInt.of(nearest);
    }

    private static double squares(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        return squares;
    }

    private double[] mean(IntentVectors titles, int[] session) {
        double[] mean = new double[titles.dimension()];
        double weight = 1;
        // The mean's length does not matter for the cosine, so it is left a weighted sum.
        for (int i = session.length - 1; i >= 0; i--) {
            int at = session[i] * titles.dimension();
            for (int j = 0; j < mean.length; j++) {
                mean[j] += weight * titles.values()[at + j];
            }
            weight *= decay;
        }
        return mean;
    }

    /** NaN if either vector is zero: an empty title is like nothing. */
    private static double cosine(double[] mean, double meanSquares, IntentVectors titles, int item) {
        int at = item * titles.dimension();
        double product = 0;
        double titleSquares = 0;
        for (int j = 0; j < mean.length; j++) {
            double title = titles.values()[at + j];
            product += mean[j] * title;
            titleSquares += title * title;
        }
        return product / Math.sqrt(meanSquares * titleSquares);
    }

    @Override
    public void close() {}
}
