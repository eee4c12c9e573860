package io.github.dmsrec.core.split;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How much is held out.
 *
 * @param validation the share of validation in what the test leaves, above 0 and below 1
 * @param test the share of the test in all, above 0 and below 1
 * @param testRoundedUp whether the number for the test is rounded up, so that what it leaves is rounded down, as the paper does;
 *     other numbers are rounded down
 */
public record Shares(double validation, double test, boolean testRoundedUp) {

    /** A tenth of all for the test, a tenth of the others for validation. */
    public static final Shares TENTHS = new Shares(0.1, 0.1);

    public Shares {
        if (!isShare(validation) || !isShare(test)) {
            throw new IllegalArgumentException(
                    "shares lie above 0 and below 1, but are " + validation + " and " + test);
        }
    }

    /** Shares whose numbers are rounded down. */
    public Shares(double validation, double test) {
        this(validation, test, false);
    }

    /**
     * Shares told by what the test leaves, which is rounded down: of 9,279 sessions, 0.9 leaves 8,351.
     *
     * @param left the share that the test leaves, above 0 and below 1
     */
    public static Shares leaving(double left, double validation) {
        return new Shares(
                validation, BigDecimal.ONE.subtract(BigDecimal.valueOf(left)).doubleValue(), true);
    }

    /** Whether a number is above 0 and below 1. */
    public static boolean isShare(double value) {
        return value > 0 && value < 1;
    }

    /** How many of all are for the test. */
    public int testOf(int all) {
        return part(test, all, testRoundedUp);
    }

    /** How many of all are for validation: the share of what the test leaves, rounded down. */
    public int validationOf(int all) {
        return part(validation, all - testOf(all), false);
    }

    // Decimal, as the shares were written: in binary, 0.29 of 100 would be 28.
    private static int part(double share, int all, boolean up) {
        return BigDecimal.valueOf(share)
                .multiply(BigDecimal.valueOf(all))
                .setScale(0, up ? RoundingMode.CEILING : RoundingMode.FLOOR)
                .intValue();
    }

    /** The share of the test in words, e.g. {@code floor(10 %)}. */
    String testWords() {
        return words(test, testRoundedUp);
    }

    /** The share of validation in words, e.g. {@code floor(10 %)}. */
    String validationWords() {
        return words(validation, false);
    }

    private static String words(double share, boolean up) {
        String percent =
                BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
        return (up ? "ceil(" : "floor(") + percent + " %)";
    }
}
