package io.github.dmsrec.core.choice;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that can be chosen for a training run: one key, its meaning, its value in each recipe, and what it may be.
 *
 * @param key lower case with dashes
 * @param meaning one sentence without a full stop
 * @param published the value in the published code
 * @param corrected the value with the faults of the published code mended
 * @param domain the values that it may take
 */
public record Choice(String key, String meaning, String published, String corrected, Domain domain) {

    /** The values that a choice may take. */
    public sealed interface Domain {

        /** Whether a value is one of them. */
        boolean contains(String value);

        /** The values in words, to complete "must be". */
        String words();

        /** What kind of numbers the values are, if they are numbers at all. */
        Optional<Numbers> numbers();
    }

    /** Kinds of numbers. */
    public enum Numbers {
        WHOLE,
        REAL
    }

    private record Whole(int least, int most) implements Domain {

        @Override
        public boolean contains(String value) {
            try {
                int number = Integer.parseInt(value);
                return number >= least && number <= most;
            } catch (NumberFormatException e) {
                // What is no number is not a whole one either.
                return false;
            }
        }

        @Override
        public Optional<Numbers> numbers() {
            return Optional.of(Numbers.WHOLE);
        }

        @Override
        public String words() {
            return "a whole number from " + least + " to " + most;
        }
    }

    /** Real numbers from {@code least}, itself allowed unless {@code above}, to {@code most}, itself allowed unless {@code below}. */
    private record Real(double least, boolean above, double most, boolean below) implements Domain {

        @Override
        public boolean contains(String value) {
            try {
                double number = Double.parseDouble(value);
                return Double.isFinite(number)
                        && (above ? number > least : number >= least)
                        && (below ? number < most : number <= most);
            } catch (NumberFormatException e) {
                // What is no number is not a real one either.
                return false;
            }
        }

        @Override
        public Optional<Numbers> numbers() {
            return Optional.of(Numbers.REAL);
        }

        @Override
        public String words() {
            String from = (above ? "above " : "at least ") + plain(least);
            return "a number " + from
                    + (most == Double.MAX_VALUE ? "" : (below ? " and below " : " and at most ") + plain(most));
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
        }
    }

    private record OneOf(List<String> labels) implements Domain {

        @Override
        public boolean contains(String value) {
            return labels.contains(value);
        }

        @Override
        public Optional<Numbers> numbers() {
            return Optional.empty();
        }

        @Override
        public String words() {
            return labels.stream().collect(Collectors.joining(", ", "one of ", ""));
        }
    }

    /** A whole number from {@code least} to {@code most}. */
    public static Choice whole(String key, String meaning, int published, int corrected, int least, int most) {
        return checked(key, meaning, String.valueOf(published), String.valueOf(corrected), new Whole(least, most));
    }

    /** A whole number from {@code least} to {@code most}, the same in both recipes. */
    public static Choice whole(String key, String meaning, int value, int least, int most) {
        return whole(key, meaning, value, value, least, most);
    }

    /** A number above zero and at most {@code most}. */
    public static Choice positive(String key, String meaning, double published, double corrected, double most) {
        return checked(
                key, meaning, String.valueOf(published), String.valueOf(corrected), new Real(0, true, most, false));
    }

    /** A number of at least zero. */
    public static Choice weight(String key, String meaning, double published, double corrected) {
        return checked(
                key,
                meaning,
                String.valueOf(published),
                String.valueOf(corrected),
                new Real(0, false, Double.MAX_VALUE, false));
    }

    /** A number of at least zero, the same in both recipes. */
    public static Choice weight(String key, String meaning, double value) {
        return weight(key, meaning, value, value);
    }

    /** A number from 0 to 1, both allowed, the same in both recipes. */
    public static Choice share(String key, String meaning, double value) {
        return checked(key, meaning, String.valueOf(value), String.valueOf(value), new Real(0, false, 1, false));
    }

    /** A drop-out rate: at least 0 and below 1. */
    public static Choice rate(String key, String meaning, double published, double corrected) {
        return checked(key, meaning, String.valueOf(published), String.valueOf(corrected), new Real(0, false, 1, true));
    }

    /** One constant of an enum, by its label. */
    public static <E extends Enum<E>> Choice oneOf(
            String key, String meaning, Class<E> type, E published, E corrected) {
        return checked(key, meaning, Labels.of(published), Labels.of(corrected), new OneOf(Labels.all(type)));
    }

    /** One constant of an enum, by its label, the same in both recipes. */
    public static <E extends Enum<E>> Choice oneOf(String key, String meaning, Class<E> type, E value) {
        return oneOf(key, meaning, type, value, value);
    }

    /** The same choice with other values in the recipes; an absent one stays. */
    public Choice with(Optional<String> newPublished, Optional<String> newCorrected) {
        return checked(key, meaning, newPublished.orElse(published), newCorrected.orElse(corrected), domain);
    }

    private static Choice checked(String key, String meaning, String published, String corrected, Domain domain) {
        for (String value : List.of(published, corrected)) {
            if (!domain.contains(value)) {
                throw new IllegalArgumentException(key + " is '" + value + "' but must be " + domain.words());
            }
        }
        return new Choice(key, meaning, published, corrected, domain);
    }
}
