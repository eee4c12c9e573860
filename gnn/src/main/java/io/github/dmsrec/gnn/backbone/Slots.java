package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Tensor;

/**
 * What the soft-maxes of a batch run over: for each session its distinct items and, if padding competes, one slot for all
 * of it. A slot that stands for k places has ln k added to its logit. Sessions stand in ascending order of their number of
 * slots.
 *
 * @param node the packed node of each slot
 * @param session the session of each slot, in this order
 * @param origin the place of each session in the batch that was asked for
 * @param place where each session of that batch stands in this order
 * @param places how many places each slot stands for, all of them one if it is empty
 * @param real 0 for the slots of padding and 1 for the others; empty if there is no padding
 */
record Slots(int[] node, int[] session, int[] origin, int[] place, int[] places, float[] real) {

    /** Collects slots while a batch is packed. */
    static final class Builder {

        private final IntList node = new IntList();
        private final IntList session = new IntList();
        private final IntList origin = new IntList();
        private final IntList places = new IntList();
        private final FloatList real = new FloatList();
        private boolean weighed;
        private boolean padded;

        /** Begins the next session, given its place in the batch that was asked for. */
        void beginSession(int place) {
            origin.add(place);
        }

        void add(int slotNode, int clicks) {
            add(slotNode, clicks, 1);
        }

        void addPadding(int slotNode, int count) {
            add(slotNode, count, 0);
            padded = true;
        }

        private void add(int slotNode, int count, float isReal) {
            node.add(slotNode);
            session.add(origin.size() - 1);
            places.add(count);
            real.add(isReal);
            weighed |= count != 1;
        }

        Slots build() {
            int[] place = new int[origin.size()];
            for (int s = 0; s < place.length; s++) {
                place[origin.get(s)] = s;
            }
            return new Slots(
                    node.toArray(),
                    session.toArray(),
                    origin.toArray(),
                    place,
                    weighed ? places.toArray() : new int[0],
                    padded ? real.toArray() : new float[0]);
        }
    }

    /** The number of sessions B. */
    int sessions() {
        return origin.length;
    }

    /** The number of slots P. */
    int count() {
        return node.length;
    }

    /** Whether there are slots of padding. */
    boolean isPadded() {
        return real.length > 0;
    }

    /** Whether a slot stands for more than one place. */
    boolean isWeighed() {
        return places.length > 0;
    }

    /** What the logit of each slot is raised by, [P, 1]. */
    Tensor logarithms(Precision precision) {
        double[] logarithms = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            logarithms[i] = Math.log(places[i]);
        }
        return Tensor.of(precision, logarithms, count(), 1);
    }

    /** Logits [P, 1] raised by the logarithms of the slots' numbers of places. */
    Tensor weighed(Tensor logits) {
        return isWeighed() ? logits.plus(logarithms(logits.precision())) : logits;
    }

    /** Rows [P, d] with zeros for padding. */
    Tensor withoutPadding(Tensor rows) {
        return isPadded() ? rows.times(Tensor.of(rows.precision(), real, count(), 1)) : rows;
    }
}
