package io.github.dmsrec.experiment.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;

/** The values that an option is drawn from. */
public sealed interface Range {

    /** Draws one, as options are written. */
    String draw(SplittableRandom random);

    /** One of a few, all as likely. */
    record OneOf(List<String> values) implements Range {

        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public String draw(SplittableRandom random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /** How numbers are spread. */
    enum Scale {
        /** All as likely. */
        LINEAR,
        /** All orders of magnitude as likely. */
        LOG
    }

    /**
     * A whole number.
     *
     * @param from the least
     * @param to the greatest, itself drawn, too; above {@code from}
     * @param scale if logarithmic, {@code from} is above 0
     */
    record Whole(int from, int to, Scale scale) implements Range {

        @Override
        public String draw(SplittableRandom random) {
            long number =
                    switch (scale) {
                        case LINEAR -> random.nextLong(from, to + 1L);
                        case LOG -> (long) Math.exp(random.nextDouble(Math.log(from), Math.log(to + 1.0)));
                    };
            // The logarithm's last bit may step over an end.
            return String.valueOf(Math.max(from, Math.min(to, number)));
        }
    }

    /**
     * A real number of four digits, so that it can be read and pasted.
     *
     * @param from the least
     * @param to the greatest, above {@code from}
     * @param scale if logarithmic, {@code from} is above 0
     */
    record Real(double from, double to, Scale scale) implements Range {

        private static final MathContext DIGITS = new MathContext(4);

        @Override
        public String draw(SplittableRandom random) {
            double number =
                    switch (scale) {
                        case LINEAR -> random.nextDouble(from, to);
                        case LOG -> Math.exp(random.nextDouble(Math.log(from), Math.log(to)));
                    };
            double readable = BigDecimal.valueOf(number).round(DIGITS).doubleValue();
            return String.valueOf(Math.max(from, Math.min(to, readable)));
        }
    }
}
