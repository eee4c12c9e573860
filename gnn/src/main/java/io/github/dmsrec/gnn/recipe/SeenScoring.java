package io.github.dmsrec.gnn.recipe;

/** How the items that a session has clicked are treated where its next click is predicted. */
public enum SeenScoring {
    /** They compete with the target as all others do. */
    COMPETE,
    /**
     * They are left out of the training loss, unless one is the target, as recommendations leave them out: the model knows
     * nothing about whether they come again.
     */
    MASKED,
    /** A trained number is added to their scores, by how many other items were clicked since: it is part of the model. */
    OFFSET
}
