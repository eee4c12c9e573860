package io.github.dmsrec.datasets.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the lines of files become records: the total and all steps add up to the records, so that no line is lost in silence.
 * The fact {@value #FACT} of the manifest.
 *
 * @param unit what is counted at first, e.g. {@code "lines of the files"}
 * @param total how many there are
 * @param steps what is not a record, as negative numbers, or brings more of them
 * @param records how many records are left
 */
public record LineCounts(String unit, long total, List<Step> steps, long records) {

    /** The name of the fact. */
    public static final String FACT = "lines";

    /**
     * A step from lines to records.
     *
     * @param name what it is
     * @param change how many records more, or less
     */
    public record Step(String name, long change) {}

    public LineCounts {
        steps = List.copyOf(steps);
    }

    /** Records that are counted as they are. */
    public static LineCounts of(String unit, long records) {
        return new LineCounts(unit, records, List.of(), records);
    }

    /** These and another step, if it changes something. */
    public LineCounts then(String name, long change) {
        if (change == 0) {
            return this;
        }
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(name, change));
        return new LineCounts(unit, total, more, records + change);
    }

    /** The lines of a table to print. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-42s %,13d", unit, total));
        steps.forEach(step -> lines.add(String.format(Locale.ROOT, "  %-40s %+,13d", step.name(), step.change())));
        lines.add(String.format(Locale.ROOT, "%-42s %,13d", "clicks read", records));
        return lines;
    }
}
