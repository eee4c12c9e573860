package io.github.dmsrec.gnn.backbone;

/** How a session vector scores an item vector. */
public enum Logits {
    /** Their inner product. */
    DOT,
    /** Their cosine, times a scale. */
    COSINE
}
