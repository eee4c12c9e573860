package io.github.dmsrec.datasets.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.io.ParquetFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the division into training, validation and test gives away.
 *
 * @param sessions the file of the sessions
 * @param columns its columns
 * @param facts of the manifest
 */
record SplitCheck(Path sessions, List<String> columns, JsonNode facts) {

    /** The file of a split by time has none; one in a thousand may be a matter of equal times. */
    static final double LOOK_AT_OVERLAP = 0.001;

    /** With a tenth of training from after the test began, models are measured with knowledge of its time. */
    static final double STOP_AT_OVERLAP = 0.1;

    /** The first of the test's sessions count from here: single sessions with wrong times are no overlap. */
    private static final String BEGINNING_OF_TEST = "0.01";

    /** Whether the data has click times. */
    boolean isTimed() {
        return columns.contains("times");
    }

    /** Whether all splits have the same sessions, of which the next has more clicks. */
    boolean hasSameSessions() {
        return facts.path("statistics").path("sameSessions").asBoolean(false);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (isTimed() && !hasSameSessions()) {
            findings.add(timeOverlap());
        }
        if (columns.contains("id") && !hasSameSessions()) {
            findings.add(sharedIds());
        }
        findings.add(leaks());
        return findings;
    }

    private Finding timeOverlap() {
        double[] first = {Double.NaN};
        ParquetFiles.query(
                sessions,
                "SELECT coalesce(approx_quantile(ended, " + BEGINNING_OF_TEST + "), 'NaN'::DOUBLE) FROM "
                        + ends("= 'test'"),
                row -> first[0] = row.doubleNumber(0));
        long[] counts = new long[2];
        if (!Double.isNaN(first[0])) {
            ParquetFiles.query(
                    sessions,
                    "SELECT (count(*) FILTER (ended > " + first[0] + "::DOUBLE))::DOUBLE, count(*)::DOUBLE FROM "
                            + ends("<> 'test'"),
                    row -> {
                        counts[0] = (long) row.doubleNumber(0);
                        counts[1] = (long) row.doubleNumber(1);
                    });
        }
        double share = Share.of(counts[0], counts[1]);
        return Finding.of(
                        "time-overlap",
                        Verdict.from(share, LOOK_AT_OVERLAP, STOP_AT_OVERLAP),
                        Share.words(counts[0], counts[1])
                                + " sessions of training and validation end after the test has begun (its first hundredth)",
                        "A model that learned from sessions of the days of the test knows what was popular then; in"
                                + " production it never does.",
                        "Split again: 'dmsrec split --by time'.")
                .with("sessions", counts[0])
                .with("share", share);
    }

    private static String ends(String ofSplit) {
        return "(SELECT ended FROM (SELECT split, times[-1] AS ended FROM content) WHERE split " + ofSplit
                + " AND isfinite(ended))";
    }

    private Finding sharedIds() {
        LongCounts test = new LongCounts();
        long[] counts = new long[2];
        // Two halves of 31 bits each: there is no unsigned number in a row.
        String hash = "SELECT (hash(id) >> 33)::INTEGER, (hash(id) & 2147483647)::INTEGER FROM content WHERE split ";
        ParquetFiles.query(sessions, hash + "= 'test'", row -> {
            test.add(Hashes.then(row.integer(0), row.integer(1)));
            counts[1]++;
        });
        ParquetFiles.query(
                sessions,
                hash + "<> 'test'",
                row -> counts[0] += test.take(Hashes.then(row.integer(0), row.integer(1))));
        return Finding.of(
                        "shared-sessions",
                        counts[0] == 0 ? Verdict.FINE : Verdict.STOP,
                        Share.words(counts[0], counts[1]) + " sessions of the test have the id of a session before it",
                        "A session in two splits was cut in two, or its id was given twice; training then knows the"
                                + " beginning or the end"
                                + " of what is to be predicted.",
                        "Split again: 'dmsrec split' cuts no session except by leave-last, which says so.")
                .with("sessions", counts[0])
                .with("share", Share.of(counts[0], counts[1]));
    }

    private Finding leaks() {
        Optional<String> rule = fact(DatasetFolder.SPLIT_RULE);
        Optional<String> leaks = fact(DatasetFolder.LEAKS);
        boolean known = rule.isPresent() && leaks.isPresent();
        return Finding.of(
                "split-leaks",
                known && isTimed() && !hasSameSessions() ? Verdict.FINE : Verdict.LOOK,
                known ? rule.orElseThrow() : "the manifest does not say how the sessions were split",
                leaks.orElse("What a split gives away decides what its figures mean."),
                "Where this leaks too much, split the sessions again: 'dmsrec split DATASET --by time --out OTHER'.");
    }

    private Optional<String> fact(String key) {
        return Optional.of(facts.path(key).asText()).filter(text -> !text.isBlank());
    }
}
