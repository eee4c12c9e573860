package io.github.dmsrec.core.session;

import java.math.BigDecimal;

/**
 * How much is held out.
 *
 * @param validation the share of validation in what the test leaves, above 0 and below 1
 * @param test the share of the test in all, above 0 and below 1
 */
public record Shares(double validation, double test) {

    /** A tenth of all for the test, a tenth of the others for validation. */
    public static final Shares TENTHS = new Shares(0.1, 0.1);

    public Shares {
        if (!isShare(validation) || !isShare(test)) {
            throw new IllegalArgumentException(
                    "shares lie above 0 and below 1, but are " + validation + " and " + test);
        }
    }

    /** Whether a number is above 0 and below 1. */
    public static boolean isShare(double value) {
        return value > 0 && value < 1;
    }

    /** How many of all are for the test: the share, rounded down. */
    int testOf(int all) {
        return part(test, all);
    }

    /** How many of all are for validation: the share of what the test leaves, rounded down. */
    int validationOf(int all) {
        return part(validation, all - testOf(all));
    }

    // Decimal, as the shares were written: in binary, 0.29 of 100 would be 28.
    private static int part(double share, int all) {
        return BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(all)).intValue();
    }

    /** The share of the test in words, e.g. {@code floor(10 %)}. */
    String testWords() {
        return words(test);
    }

    /** The share of validation in words, e.g. {@code floor(10 %)}. */
    String validationWords() {
        return words(validation);
    }

    private static String words(double share) {
        String percent =
                BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
        return "floor(" + percent + " %)";
    }
}
