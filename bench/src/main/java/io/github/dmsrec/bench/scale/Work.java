package io.github.dmsrec.bench.scale;

/** What a stage does, in the order in which each needs what those before it wrote. */
enum Work {
    /** From a CSV log to a data set. */
    IMPORT("import", true),
    /** The report on a data set's quality. */
    CHECK("check", true),
    /** The steps of a network's epoch. */
    EPOCH("epoch", false),
    /** The training of a method that counts. */
    LEARN("learn", true),
    /** The fifty best items of every row. */
    CANDIDATES("candidates", false),
    /** The ranks of the targets of all test rows. */
    EVALUATION("evaluation", false),
    /** The twenty best items of each session of a file. */
    PREDICT("predict", false),
    /** A model opened for live calls. */
    OPEN("open", false),
    /** Live calls with one session each. */
    CALL("call", false);

    private final String label;
    private final boolean whole;

    Work(String label, boolean whole) {
        this.label = label;
        this.whole = whole;
    }

    /** What tables call it. */
    String label() {
        return label;
    }

    /** Whether all clicks are worked on; of the others a part that does not grow with the clicks is measured. */
    boolean isWhole() {
        return whole;
    }
}
