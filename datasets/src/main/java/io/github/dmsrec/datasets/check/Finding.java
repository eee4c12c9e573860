package io.github.dmsrec.datasets.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one check found.
 *
 * @param id of the check, lower case with dashes, e.g. {@code "time-ties"}
 * @param verdict how bad it is
 * @param measured the number, as a sentence without full stop
 * @param numbers what was measured, by name; shares are fractions
 * @param why why it matters, in a sentence
 * @param fix what to do, in a sentence; a command or an option where there is one
 * @param histograms what the number is made of
 * @param examples a few cases, for people
 */
public record Finding(
        String id,
        Verdict verdict,
        String measured,
        Map<String, Double> numbers,
        String why,
        String fix,
        List<Histogram> histograms,
        List<String> examples) {

    public Finding {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        histograms = List.copyOf(histograms);
        examples = List.copyOf(examples);
    }

    /** A finding without numbers, histograms and examples. */
    static Finding of(String id, Verdict verdict, String measured, String why, String fix) {
        return new Finding(id, verdict, measured, Map.of(), why, fix, List.of(), List.of());
    }

    /** This finding with one more number. */
    Finding with(String name, double number) {
        Map<String, Double> more = new LinkedHashMap<>(numbers);
        more.put(name, number);
        return new Finding(id, verdict, measured, more, why, fix, histograms, examples);
    }

    /** This finding with one more count. */
    Finding with(String name, long count) {
        return with(name, (double) count);
    }

    /** This finding with one more histogram. */
    Finding with(Histogram histogram) {
        List<Histogram> more = new ArrayList<>(histograms);
        more.add(histogram);
        return new Finding(id, verdict, measured, numbers, why, fix, more, examples);
    }

    /** This finding with examples. */
    Finding with(List<String> cases) {
        return new Finding(id, verdict, measured, numbers, why, fix, histograms, cases);
    }
}
