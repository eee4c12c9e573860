package io.github.dmsrec.intent.encode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an encoder's vectors depend on besides its model and the text.
 *
 * @param pooling how the vectors of the tokens become one
 * @param prefix stands before every text, e.g. {@code "query: "}; may be empty
 * @param normalise whether vectors get the length 1
 * @param maxLength the most tokens of a text, special ones included, at least 3; what is beyond is cut
 */
record EncodingSettings(Pooling pooling, String prefix, boolean normalise, int maxLength) {

    /** The fewest tokens that hold something between the two special ones. */
    static final int LEAST_MAX_LENGTH = 3;

    /** The published maximum length (the specification, section 4.4), for encoders that do not say theirs. */
    static final int USUAL_MAX_LENGTH = 128;

    /** The masked mean over at most 128 tokens. */
    static final EncodingSettings USUAL = new EncodingSettings(Pooling.MASKED_MEAN, "", false, USUAL_MAX_LENGTH);

    /** For the identity of an encoder; different settings give different bytes. */
    byte[] toBytes() {
        String text = pooling.label() + " " + maxLength + (normalise ? " length 1" : "")
                + (prefix.isEmpty() ? "" : " prefix " + prefix);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** For manifests. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("pooling", pooling.label());
        map.put("prefix", prefix);
        map.put("normalise", Boolean.toString(normalise));
        map.put("max-tokens", Integer.toString(maxLength));
        return map;
    }

    /** Gives a vector the length 1, unless it is zero. */
    static void normalise(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            double length = Math.sqrt(squares);
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (vector[i] / length);
            }
        }
    }
}
