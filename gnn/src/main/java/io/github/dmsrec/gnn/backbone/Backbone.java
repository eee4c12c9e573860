package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.engine.Parameters;

/**
 * A session encoder: its parameters, its view of a session as a graph, and its forward pass. Knows neither intents nor
 * training. Stateless apart from what it was made with, which does not change: safe for use by several threads, with frozen
 * {@link Parameters}. Packing may run on another thread than the forward pass.
 */
public interface Backbone {

    /** The name of the item table [N + 1, d] in every backbone; row 0 is padding, row {@code i + 1} is item {@code i}. */
    String ITEM_TABLE = "embedding.weight";

    /** Its parameters, and the read-out map that it needs. */
    BackboneSpec spec();

    /**
     * Packs sessions into index arrays; touches no tensor.
     *
     * @param prefixes the sessions
     * @param rows which of them, in that order
     */
    PackedBatch pack(Prefixes prefixes, int[] rows);

    /**
     * Packs sessions so that one causal pass over each gives the vectors of all its prefixes; for backbones of which
     * {@link BackboneKind#everyPosition} says that they can.
     *
     * @param prefixes the sessions
     * @param rows which of them, in that order
     * @return a batch of which every prefix counts as a session: those of the first row, the shortest first, and so on
     * @throws UnsupportedOperationException if the backbone cannot
     */
    default PackedBatch packEveryPrefix(Prefixes prefixes, int[] rows) {
        throw new UnsupportedOperationException(spec().name() + " does not read all prefixes in one pass");
    }

    /** Sessions packed by the same backbone. */
    interface PackedBatch {

        /** The number of sessions B. */
        int sessions();
    }

    /**
     * Some sessions of a batch: all are encoded, because one pass gives them all, and those that are wanted are kept.
     *
     * @param all the batch that is encoded
     * @param kept which of its sessions, in that order
     */
    record SomeSessions(PackedBatch all, int[] kept) implements PackedBatch {

        @Override
        public int sessions() {
            return kept.length;
        }
    }

    /**
     * Brings parameters back into their bounds before a training step on a batch, for backbones that bound them.
     *
     * @param parameters the values of {@link BackboneSpec#parameters()}
     * @param batch from {@link #pack} of this backbone
     */
    default void constrain(Parameters parameters, PackedBatch batch) {}

    /**
     * Encodes a batch inside the caller's scope.
     *
     * @param parameters the values of {@link BackboneSpec#parameters()}; what follows from them alone comes from {@link
     *     Parameters#derived}, so that an opened model computes it once
     * @param items the item vectors: backbones read them here, not from the parameters
     * @param batch from {@link #pack} of this backbone
     * @param training whether drop-out draws
     */
    Encoding forward(Parameters parameters, ItemVectors items, PackedBatch batch, boolean training);
}
