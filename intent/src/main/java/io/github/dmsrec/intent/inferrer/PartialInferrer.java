package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.progress.Progress;
import java.util.AbstractList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Has the inferrer behind infer some rows only; the others have no intents ({@link RowStatus#NOT_ASKED}), which a fused model
 * takes for the null intent. Single sessions beyond the data set are all inferred. For one thread.
 */
public final class PartialInferrer implements IntentInferrer {

    private final IntentInferrer inferrer;
    private final BitSet wanted;

    /**
     * @param inferrer closed with this one
     * @param wanted the rows of the requests that are inferred
     */
    public PartialInferrer(IntentInferrer inferrer, BitSet wanted) {
        this.inferrer = inferrer;
        this.wanted = (BitSet) wanted.clone();
    }

    @Override
    public InferrerOptions options() {
        return inferrer.options();
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        int[] place = new int[requests.size()];
        int next = 0;
        for (int row = 0; row < place.length; row++) {
            place[row] = wanted.get(row) ? next++ : -1;
        }
        Inference inference = inferrer.infer(setting, chosen(requests, wanted), progress);
        List<InferredRow> rows = inference.rows();
        InferredRow notAsked = InferredRow.without(RowStatus.NOT_ASKED, "not among the share that is asked about");
        // A view, because the rows behind may be one, too.
        return new Inference(
                new AbstractList<>() {
                    @Override
                    public InferredRow get(int index) {
                        int at = place[Objects.checkIndex(index, place.length)];
                        return at < 0 ? notAsked : rows.get(at);
                    }

                    @Override
                    public int size() {
                        return place.length;
                    }
                },
                inference.facts().put("rowsNotAsked", place.length - next),
                inference.kept());
    }

    /** A view of the requests that are wanted, in their order. */
    public static List<IntentRequest> chosen(List<IntentRequest> requests, BitSet wanted) {
        int[] rows = wanted.stream().filter(row -> row < requests.size()).toArray();
        return new AbstractList<>() {
            @Override
            public IntentRequest get(int index) {
                return requests.get(rows[index]);
            }

            @Override
            public int size() {
                return rows.length;
            }
        };
    }

    @Override
    public boolean wantsSessionVectors() {
        return inferrer.wantsSessionVectors();
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        return inferrer.forSessions(setting);
    }

    @Override
    public void close() {
        inferrer.close();
    }
}
