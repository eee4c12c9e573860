package io.github.dmsrec.core.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values that an option may have, and how they are written as text. Implementations are immutable; two types are
 * equal if they accept and write the same values, as far as they can tell.
 *
 * @param <T> the Java type of the values
 */
public interface OptionType<T> {

    /**
     * Reads a value.
     *
     * @param text without blanks around it
     * @return null if the text is not one of the values
     */
    @Nullable T parse(String text);

    /** Writes a value such that {@link #parse} reads it back. */
    String format(T value);

    /** The values in words, to complete "must be". */
    String allowed();

    /** What kind of numbers the values are; null if they are not numbers. */
    default @Nullable NumberKind numbers() {
        return null;
    }

    /** All values as text if there are only a few, for hints and completion; else none. */
    default List<String> labels() {
        return List.of();
    }

    /** Kinds of numbers. */
    enum NumberKind {
        INTEGER,
        REAL
    }

    /** An integer from {@code least} to {@code most}. */
    static OptionType<Integer> integer(int least, int most) {
        return new Integers(least, most);
    }

    /** A 64-bit integer from {@code least} to {@code most}. */
    static OptionType<Long> longInteger(long least, long most) {
        return new LongIntegers(least, most);
    }

    /** A finite number above zero and at most {@code most}; {@link Double#MAX_VALUE} for no limit. */
    static OptionType<Double> positive(double most) {
        return new Reals(0, true, most, false);
    }

    /** A finite number of at least zero. */
    static OptionType<Double> weight() {
        return new Reals(0, false, Double.MAX_VALUE, false);
    }

    /** A number from 0 to 1, both allowed. */
    static OptionType<Double> share() {
        return new Reals(0, false, 1, false);
    }

    /** A rate, such as of drop-out: at least 0 and below 1. */
    static OptionType<Double> rate() {
        return new Reals(0, false, 1, true);
    }

    /** A number from {@code least} to {@code most}, both allowed. */
    static OptionType<Double> real(double least, double most) {
        return new Reals(least, false, most, false);
    }

    /** {@code true} or {@code false}. */
    static OptionType<Boolean> flag() {
        return new OneOf<>(List.of(true, false), List.of("true", "false"));
    }

    /** One constant of an enum, by its label: see {@link Labels}. */
    static <E extends Enum<E>> OptionType<E> label(Class<E> type) {
        return oneOf(List.of(type.getEnumConstants()), Labels::of);
    }

    /** One of a few values, by their labels. */
    static <T> OptionType<T> oneOf(List<T> values, Function<T, String> label) {
        return new OneOf<>(List.copyOf(values), values.stream().map(label).toList());
    }

    /** Any text. */
    static OptionType<String> text() {
        return new Texts();
    }

    /** A path of a file or folder; written absolute and normalised. */
    static OptionType<Path> path() {
        return new Paths();
    }

    /** A duration above zero, such as {@code 8h}, {@code 90m} or {@code 1h30m}. */
    static OptionType<Duration> duration() {
        return new Durations();
    }

    /** A number of bytes above zero, such as {@code 1024}, {@code 512m} or {@code 4g}; the units are powers of 1024. */
    static OptionType<Long> bytes() {
        return new Bytes();
    }

    /**
     * The values of another type, or a word that stands for no value.
     *
     * @param word such as {@code none}
     */
    static <T> OptionType<Optional<T>> optional(String word, OptionType<T> type) {
        return new OptionalOf<>(word, type);
    }

    /** Values that no other type has. */
    static <T> OptionType<T> of(String allowed, Function<String, @Nullable T> parse, Function<T, String> format) {
        return new Other<>(allowed, parse, format);
    }

    /** Integers of 32 bits. */
    record Integers(int least, int most) implements OptionType<Integer> {

        @Override
        public @Nullable Integer parse(String text) {
            Long number = new LongIntegers(least, most).parse(text);
            return number == null ? null : Math.toIntExact(number);
        }

        @Override
        public String format(Integer value) {
            return Integer.toString(value);
        }

        @Override
        public String allowed() {
            return most == Integer.MAX_VALUE
                    ? "an integer of at least " + least
                    : "an integer from " + least + " to " + most;
        }

        @Override
        public NumberKind numbers() {
            return NumberKind.INTEGER;
        }
    }

    /** Integers of 64 bits. */
    record LongIntegers(long least, long most) implements OptionType<Long> {

        @Override
        public @Nullable Long parse(String text) {
            try {
                long number = Long.parseLong(text);
                return number >= least && number <= most ? number : null;
            } catch (NumberFormatException e) {
                // Not an integer, so not one of the values; the caller reports what is allowed.
                return null;
            }
        }

        @Override
        public String format(Long value) {
            return Long.toString(value);
        }

        @Override
        public String allowed() {
            return most == Long.MAX_VALUE
                    ? "an integer of at least " + least
                    : "an integer from " + least + " to " + most;
        }

        @Override
        public NumberKind numbers() {
            return NumberKind.INTEGER;
        }
    }

    /** Numbers from {@code least}, itself allowed unless {@code above}, to {@code most}, itself allowed unless {@code below}. */
    record Reals(double least, boolean above, double most, boolean below) implements OptionType<Double> {

        @Override
        public @Nullable Double parse(String text) {
            try {
                double number = Double.parseDouble(text);
                return Double.isFinite(number)
                                && (above ? number > least : number >= least)
                                && (below ? number < most : number <= most)
                        ? number
                        : null;
            } catch (NumberFormatException e) {
                // Not a number, so not one of the values; the caller reports what is allowed.
                return null;
            }
        }

        @Override
        public String format(Double value) {
            return Double.toString(value);
        }

        @Override
        public String allowed() {
            return "a number " + (above ? "above " : "of at least ") + plain(least)
                    + (most == Double.MAX_VALUE ? "" : (below ? " and below " : " and at most ") + plain(most));
        }

        @Override
        public NumberKind numbers() {
            return NumberKind.REAL;
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
        }
    }

    /** A few values, each with its label. */
    record OneOf<T>(List<T> values, List<String> labels) implements OptionType<T> {

        @Override
        public @Nullable T parse(String text) {
            int place = labels.indexOf(text);
            return place < 0 ? null : values.get(place);
        }

        @Override
        public String format(T value) {
            return labels.get(values.indexOf(value));
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", labels);
        }
    }

    /** Any text. */
    record Texts() implements OptionType<String> {

        @Override
        public String parse(String text) {
            return text;
        }

        @Override
        public String format(String value) {
            return value;
        }

        @Override
        public String allowed() {
            return "a text";
        }
    }

    /** Paths. */
    record Paths() implements OptionType<Path> {

        @Override
        public @Nullable Path parse(String text) {
            try {
                return text.isEmpty() ? null : Path.of(text);
            } catch (InvalidPathException e) {
                // Not a path here; the caller reports what is allowed.
                return null;
            }
        }

        @Override
        public String format(Path value) {
            return value.toAbsolutePath().normalize().toString();
        }

        @Override
        public String allowed() {
            return "a path";
        }
    }

    /** Durations above zero. */
    record Durations() implements OptionType<Duration> {

        @Override
        public @Nullable Duration parse(String text) {
            try {
                Duration time = Duration.parse("PT" + text);
                return time.isNegative() || time.isZero() ? null : time;
            } catch (DateTimeException e) {
                // Not a duration; the caller reports what is allowed.
                return null;
            }
        }

        @Override
        public String format(Duration value) {
            return value.toString().substring(2).toLowerCase(Locale.ROOT);
        }

        @Override
        public String allowed() {
            return "a duration like 8h, 90m or 45s";
        }
    }

    /** Numbers of bytes. */
    record Bytes() implements OptionType<Long> {

        private static final String UNITS = "kmgt";

        @Override
        public @Nullable Long parse(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            int unit = lower.isEmpty() ? -1 : UNITS.indexOf(lower.charAt(lower.length() - 1));
            Long number = new LongIntegers(1, Long.MAX_VALUE)
                    .parse(unit < 0 ? lower : lower.substring(0, lower.length() - 1));
            int bits = 10 * (unit + 1);
            return number == null || number > Long.MAX_VALUE >> bits ? null : number << bits;
        }

        @Override
        public String format(Long value) {
            int unit = Math.min(UNITS.length(), Long.numberOfTrailingZeros(value) / 10);
            return (value >> (10 * unit)) + (unit == 0 ? "" : UNITS.substring(unit - 1, unit));
        }

        @Override
        public String allowed() {
            return "a number of bytes like 512m or 4g";
        }
    }

    /** Another type's values, or none. */
    record OptionalOf<T>(String word, OptionType<T> type) implements OptionType<Optional<T>> {

        // Null is a text that is not a value, empty the word for none.
        @SuppressWarnings("NullableOptional")
        @Override
        public @Nullable Optional<T> parse(String text) {
            if (text.equals(word)) {
                return Optional.empty();
            }
            T value = type.parse(text);
            return value == null ? null : Optional.of(value);
        }

        @Override
        public String format(Optional<T> value) {
            return value.map(type::format).orElse(word);
        }

        @Override
        public String allowed() {
            return type.allowed() + ", or " + word;
        }

        @Override
        public @Nullable NumberKind numbers() {
            return type.numbers();
        }
    }

    /** Values with functions of their own. */
    record Other<T>(String allowed, Function<String, @Nullable T> read, Function<T, String> write)
            implements OptionType<T> {

        @Override
        public @Nullable T parse(String text) {
            return read.apply(text);
        }

        @Override
        public String format(T value) {
            return write.apply(value);
        }
    }

    /** All values whose keys begin with a prefix, by the rest of their keys; {@link OptionSet} reads and writes them. */
    record Group() implements OptionType<SortedMap<String, String>> {

        @Override
        public @Nullable SortedMap<String, String> parse(String text) {
            return text.isEmpty() ? new TreeMap<>() : null;
        }

        @Override
        public String format(SortedMap<String, String> value) {
            return value.isEmpty() ? "" : value.toString();
        }

        @Override
        public String allowed() {
            return "texts under keys that begin with it";
        }
    }
}
