package io.github.dmsrec.intent.student;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.intent.inferrer.IntentRequest;

/**
 * What the network reads of a session: the mean of the clicked titles' vectors weighted by recency, the last click's, the
 * mean of the candidates' weighted by rank, and the session vector of the model that gave the candidates. Each part has
 * length one, or is zero. Immutable; safe for use by several threads.
 *
 * @param titles vector {@code i} is that of item {@code i}
 * @param sessionVector the length of the session vector; 0 without
 */
record StudentInputs(IntentVectors titles, int sessionVector) {

    private static final int PARTS = 3;
    private static final float DECAY = 0.8f;

    /** How many numbers there are. */
    int size() {
        return size(titles.dimension(), sessionVector);
    }

    /** How many numbers there are with titles' vectors and session vectors of some lengths. */
    static int size(int dimension, int sessionVector) {
        return PARTS * dimension + sessionVector;
    }

    /** The inputs for a session. */
    float[] of(IntentRequest request) {
        int dimension = titles.dimension();
        float[] inputs = new float[size()];
        int[] session = request.session();
        float weight = 1;
        for (int at = session.length - 1; at >= 0; at--) {
            add(inputs, 0, session[at], weight);
            weight *= DECAY;
        }
        add(inputs, dimension, session[session.length - 1], 1);
        int[] candidates = request.candidates();
        for (int rank = 0; rank < candidates.length; rank++) {
            add(inputs, 2 * dimension, candidates[rank], 1f / (1 + rank));
        }
        float[] vector = request.sessionVector();
        if (sessionVector > 0) {
            if (vector == null || vector.length != sessionVector) {
                throw new IllegalStateException("the student learned with session vectors of length " + sessionVector
                        + ", but this session's has " + (vector == null ? "none" : vector.length));
            }
            System.arraycopy(vector, 0, inputs, PARTS * dimension, sessionVector);
        }
        for (int part = 0; part < PARTS; part++) {
            normalise(inputs, part * dimension, dimension);
        }
        normalise(inputs, PARTS * dimension, sessionVector);
        return inputs;
    }

    private void add(float[] inputs, int at, int item, float weight) {
        int dimension = titles.dimension();
        int from = item * dimension;
        float[] values = titles.values();
        for (int i = 0; i < dimension; i++) {
            inputs[at + i] += weight * values[from + i];
        }
    }

    /** Gives a part length one, unless it is zero. */
    static void normalise(float[] values, int from, int count) {
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            squares += (double) values[i] * values[i];
        }
        if (squares > 0) {
            float scale = (float) (1 / Math.sqrt(squares));
            for (int i = from; i < from + count; i++) {
                values[i] *= scale;
            }
        }
    }
}
