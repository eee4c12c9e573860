package io.github.dmsrec.intent.answers.statistics;

/**
 * How often the picks of a split hold the click that follows, which nobody who infers may know.
 *
 * @param rows with picks
 * @param exposed rows whose target is among the candidates
 * @param hits rows whose target is picked
 * @param picks of all rows together
 * @param even the hits that picks drawn evenly from the same candidates would have
 * @param byRank the hits of picks that know nothing but the ranks: at each rank as many as there are; 0 if ranks are not
 *     known
 */
record TargetPicks(long rows, long exposed, long hits, long picks, double even, double byRank) {

    /** The share of the picks that equal the target. */
    double share() {
        return ratio(hits, (double) picks);
    }

    /** The share of the rows whose target is picked. */
    double rowShare() {
        return ratio(hits, (double) rows);
    }

    /** The share of the rows whose target is a candidate. */
    double exposure() {
        return ratio(exposed, (double) rows);
    }

    /** How many times as many hits there are as the ranks alone would give; as even picks would, if ranks are unknown. */
    double lift() {
        return ratio(hits, byRank > 0 ? byRank : even);
    }

    private static double ratio(long count, double of) {
        return of == 0 ? 0 : count / of;
    }
}
