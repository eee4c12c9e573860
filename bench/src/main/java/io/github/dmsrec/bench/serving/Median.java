package io.github.dmsrec.bench.serving;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Medians of what repeated runs measured. */
final class Median {

    private Median() {}

    /**
     * The median; of an even number the lower of the two in the middle, so that it was measured.
     *
     * @param value of each; null is greater than any number
     * @return null if it is such a one
     */
    static <T> @Nullable Double of(Collection<T> all, Function<T, @Nullable Double> value) {
        double[] sorted = all.stream()
                .map(value)
                .mapToDouble(one -> Objects.requireNonNullElse(one, Double.POSITIVE_INFINITY))
                .sorted()
                .toArray();
        double median = sorted[(sorted.length - 1) / 2];
        return median == Double.POSITIVE_INFINITY ? null : median;
    }

    /** The median in a table; a dash where it is not a number. */
    static <T> String text(String format, Collection<T> all, Function<T, @Nullable Double> value) {
        Double median = of(all, value);
        return median == null ? "–" : String.format(Locale.ROOT, format, median);
    }
}
