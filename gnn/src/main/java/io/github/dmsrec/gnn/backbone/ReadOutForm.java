package io.github.dmsrec.gnn.backbone;

/** The linear map from the joined vectors to the vector that scores items. */
public enum ReadOutForm {
    /** No map: the backbone's only vector scores. */
    NONE,
    /** A weight alone. */
    LINEAR,
    /** A weight and a bias. */
    LINEAR_WITH_BIAS,
    /** A weight, and a bias that does not decay. */
    LINEAR_WITH_BIAS_NOT_DECAYED
}
