package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import java.util.List;

/**
 * How another program has made the sessions of a log and filtered it, as this import would have done. The import then only
 * numbers and divides what is left, and records this.
 *
 * @param format what the log was read with, for the manifest
 * @param rule by which sessions were made
 * @param filters that were applied, all of them
 * @param counts what each filter dropped, in their order; the first entry is what was read
 */
public record PreparedLog(String format, SessionRule rule, Filters filters, List<FilterCount> counts) {

    public PreparedLog {
        counts = List.copyOf(counts);
    }

    /** The clicks that were read. */
    long read() {
        return counts.get(0).clicksLeft();
    }
}
