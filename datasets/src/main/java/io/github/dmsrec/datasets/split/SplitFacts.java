package io.github.dmsrec.datasets.split;

import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionFields;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.DividedSessions;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.core.split.Splitting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a manifest says of a split: the rule, what it takes for granted, what it leaks, and when its parts begin. */
public final class SplitFacts {

    /** The fact that lists what the rule takes for granted because the data does not say it. */
    public static final String ASSUMPTIONS = "assumptions";

    private static final String CUT_TIMES = "cutTimes";
    private static final double MICROS = 1e6;

    private SplitFacts() {}

    /**
     * The facts.
     *
     * @param all what was divided
     * @param divided what became of it
     */
    public static <X extends Exception> Map<String, Object> of(
            Splitting split, SessionFields all, DividedSessions<X> divided) throws X {
        Map<String, Object> facts = new LinkedHashMap<>();
        List<String> assumptions = split.assumptions(all);
        StringBuilder rule = new StringBuilder(split.rule(all));
        assumptions.forEach(assumption -> rule.append("; ").append(assumption));
        facts.put(DatasetFolder.SPLIT_RULE, rule.toString());
        facts.put(DatasetFolder.LEAKS, SplitLeaks.of(divided).words() + " " + split.leaks(all));
        facts.put(ASSUMPTIONS, assumptions);
        if (split instanceof Splitting.InTime && divided.isLogged()) {
            Map<String, String> times = new LinkedHashMap<>();
            for (Split part : List.of(Split.VALIDATION, Split.TEST)) {
                long micros = Math.round(divided.earliestEnd(part) * MICROS);
                times.put(
                        part.label(),
                        Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
            }
            facts.put(CUT_TIMES, times);
        }
        return facts;
    }
}
