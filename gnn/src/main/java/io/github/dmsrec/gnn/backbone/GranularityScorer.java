package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.ParameterSpec.Start;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * MSGIFSR's distribution over the catalogue: a mixture over granularities, in the domain of logarithms. With {@code extra},
 * that of each granularity is itself a mixture of a distribution over the session's items and one over all others.
 *
 * @param views how many granularities score
 * @param extra whether clicked and other items are distinguished
 * @param d the length of all vectors
 */
record GranularityScorer(int views, boolean extra, int d) {

    private static final String MIXTURE = "alpha";
    /** What no sum of powers sees. */
    private static final double ABSENT = 1e9;

    List<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> specs = new ArrayList<>();
        if (views > 1) {
            specs.add(uniform(MIXTURE, bound, views).startingAs(new Start.OneThenZeros()));
        }
        for (int view = 0; extra && view < views; view++) {
            specs.add(uniform(part(view) + "0.weight", bound, d, d));
            specs.add(uniform(part(view) + "0.bias", bound, d).as(Role.TRAINED_WITHOUT_DECAY));
            specs.add(uniform(part(view) + "2.weight", bound, 2, d));
        }
        return specs;
    }

    /**
     * Scores every class.
     *
     * @param sessions the session vector [B, d] of each granularity that scores
     * @param batch the sessions
     * @param firstClass the row of the item table that the first class is
     * @return [B, C]
     */
    Tensor logits(
            Parameters parameters, List<Tensor> sessions, ItemVectors items, GranularityBatch batch, int firstClass) {
        if (views == 1) {
            return ofView(parameters, 0, sessions.get(0), items, batch, firstClass);
        }
        Tensor mixture = parameters.get(MIXTURE).logSoftmax(0);
        List<Tensor> parts = new ArrayList<>();
        for (int view = 0; view < views; view++) {
            parts.add(ofView(parameters, view, sessions.get(view), items, batch, firstClass)
                    .logSoftmax(1)
                    .plus(mixture.rows(view, view + 1L)));
        }
        return parts.stream().reduce(Tensor::logOfSumOfPowers).orElseThrow();
    }

    private Tensor ofView(
            Parameters parameters,
            int view,
            Tensor session,
            ItemVectors items,
            GranularityBatch batch,
            int firstClass) {
        Tensor logits = items.logits(session);
        if (!extra) {
            return logits;
        }
        Tensor clicked = clicked(parameters, batch, items.classes(), firstClass);
        Tensor vector = items.form() == Logits.COSINE ? session.normalised() : session;
        Tensor shares = vector.linear(parameters.get(part(view) + "0.weight"), parameters.get(part(view) + "0.bias"))
                .relu()
                .linear(parameters.get(part(view) + "2.weight"))
                .logSoftmax(1);
        Tensor ofClicked = shares.columns(0, 1)
                .minus(logits.plus(clicked.plus(-1).times(ABSENT)).logOfSumOfPowersOfEachRow());
        Tensor ofOthers =
                shares.columns(1, 2).minus(logits.plus(clicked.times(-ABSENT)).logOfSumOfPowersOfEachRow());
        return logits.plus(ofOthers.towards(ofClicked, clicked));
    }

    /** One where a session clicked an item, else zero: [B, C]. */
    private static Tensor clicked(Parameters parameters, GranularityBatch batch, long classes, int firstClass) {
        GranularityBatch.Level items = batch.levels().get(0);
        int count = Math.toIntExact(classes);
        float[] clicked = new float[batch.sessions() * count];
        for (int node = 0; node < items.nodes(); node++) {
            clicked[items.session()[node] * count + items.rows()[node] - firstClass] = 1;
        }
        return Tensor.of(parameters.precision(), clicked, batch.sessions(), classes);
    }

    private static String part(int view) {
        return "sc_sr." + view + ".";
    }
}
