package io.github.dmsrec.bench.serving;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** Finds the greatest rate that a server bears, if one bears all that are lower. */
final class RateSearch {

    /** Says whether a server bears a rate. */
    @FunctionalInterface
    interface Bears {
        boolean rate(double rate) throws IOException, InterruptedException;
    }

    private static final double STEP = 1.5;
    private static final int DIGITS = 3;

    private final double least;
    private final double most;
    private final double precision;

    /**
     * A search.
     *
     * @param least the least rate that is tried
     * @param most the greatest rate that is tried
     * @param precision how far, as a share, the result may be below one that is too much
     */
    RateSearch(double least, double most, double precision) {
        if (!(least > 0 && most >= least && precision > 0)) {
            throw new IllegalArgumentException("least " + least + ", most " + most + ", precision " + precision);
        }
        this.least = least;
        this.most = most;
        this.precision = precision;
    }

    /**
     * The greatest rate found.
     *
     * @param guess where to begin
     * @return 0 if not even the least is borne
     */
    double greatest(double guess, Bears bears) throws IOException, InterruptedException {
        double good = 0;
        double bad = Double.POSITIVE_INFINITY;
        double next = Math.min(most, Math.max(least, round(guess)));
        while (true) {
            if (bears.rate(next)) {
                good = next;
            } else {
                bad = next;
            }
            if (good >= most || bad <= least || bad <= good * (1 + precision)) {
                return good;
            }
            double further = next(good, bad);
            if (further <= good || further >= bad) {
                return good;
            }
            next = further;
        }
    }

    private double next(double good, double bad) {
        if (good == 0) {
            return Math.max(least, round(bad / STEP));
        }
        return bad == Double.POSITIVE_INFINITY ? Math.min(most, round(good * STEP)) : round(Math.sqrt(good * bad));
    }

    /** Three digits: a search that is done again meets the same rates. */
    private static double round(double rate) {
        return new BigDecimal(rate).round(new MathContext(DIGITS)).doubleValue();
    }
}
