package io.github.dmsrec.datasets.source;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the time of a click is written. */
public sealed interface TimeFormat {

    /** Units since the beginning of 1970 in UTC; fractions are allowed. */
    enum Epoch implements TimeFormat {
        SECONDS(1_000_000),
        MILLIS(1_000),
        MICROS(1);

        private final int micros;

        Epoch(int micros) {
            this.micros = micros;
        }

        /** The microseconds of a unit. */
        public int micros() {
            return micros;
        }

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String words() {
            return label() + " since 1970";
        }

        // A double tells microseconds apart until the year 2255; later times are in the future and refused.
        @Override
        public String sql(String text, ZoneId zone) {
            long most = 253_402_300_799_000_000L / micros;
            String number = "TRY_CAST(" + text + " AS DOUBLE)";
            return "CASE WHEN " + number + " BETWEEN -" + most + " AND " + most + " THEN CAST(round(" + number + " * "
                    + micros + ") AS BIGINT) END";
        }
    }

    /** ISO 8601: a date with or without time and zone. Where the zone is not written, it is the given one. */
    record Iso() implements TimeFormat {

        @Override
        public String label() {
            return "iso";
        }

        @Override
        public String words() {
            return "ISO 8601 time";
        }

        @Override
        public String sql(String text, ZoneId zone) {
            String local = "TRY_CAST(" + text + " AS TIMESTAMP)";
            return "CASE WHEN regexp_matches(" + text + ", '[zZ]$|:[0-9.]+ ?[+-][0-9:]+$') THEN epoch_us(TRY_CAST("
                    + text + " AS TIMESTAMPTZ)) ELSE " + TimeFormat.micros(local, zone) + " END";
        }
    }

    /**
     * A pattern of {@code strftime}.
     *
     * @param pattern e.g. {@code "%d.%m.%Y %H:%M:%S"}
     */
    record Pattern(String pattern) implements TimeFormat {

        @Override
        public String label() {
            return pattern;
        }

        @Override
        public String words() {
            return "time of the form '" + pattern + "'";
        }

        @Override
        public String sql(String text, ZoneId zone) {
            String parsed = "try_strptime(" + text + ", " + Sql.text(pattern) + ")";
            return pattern.contains("%z") || pattern.contains("%Z")
                    ? "epoch_us(" + parsed + "::TIMESTAMPTZ)"
                    : TimeFormat.micros(parsed + "::TIMESTAMP", zone);
        }
    }

    /** In one word, or the pattern. */
    String label();

    /** Whether a text can tell a zone of its own, or needs none. */
    default boolean statesZone() {
        return this instanceof Epoch
                || (this instanceof Pattern known && known.pattern().matches(".*%[zZ].*"));
    }

    /** What a value of that format is. */
    String words();

    /**
     * SQL that gives microseconds since 1970, or NULL where the text is no such time.
     *
     * @param text SQL of the text
     * @param zone of times that do not tell theirs
     */
    String sql(String text, ZoneId zone);

    /** SQL that gives the microseconds of a time of a zone. */
    private static String micros(String local, ZoneId zone) {
        // DuckDB knows zones by name only.
        return zone.normalized() instanceof ZoneOffset offset
                ? "(epoch_us(" + local + ") - (" + offset.getTotalSeconds() * 1_000_000L + "))"
                : "epoch_us(timezone(" + Sql.text(zone.getId()) + ", " + local + "))";
    }

    /** The format of a label; a text with {@code %} is a pattern. */
    static Optional<TimeFormat> ofLabel(String label) {
        for (Epoch unit : Epoch.values()) {
            if (unit.label().equals(label)) {
                return Optional.of(unit);
            }
        }
        if (label.equals("iso")) {
            return Optional.of(new Iso());
        }
        return label.contains("%") ? Optional.of(new Pattern(label)) : Optional.empty();
    }

    /** A number as text: with a fraction, an exponent, or neither. */
    String NUMBER = "[+-]?(?:[0-9]{1,18}(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?";

    /**
     * Tells the format by examples: numbers below 10^11 are seconds (until the year 5138), below 10^14 milliseconds, below
     * 10^17 microseconds; what begins with a year and a dash is ISO 8601.
     *
     * @param examples texts from the beginning of a file
     * @return empty if most of them are neither
     */
    static Optional<TimeFormat> sniff(List<String> examples) {
        List<BigDecimal> numbers = examples.stream()
                .filter(example -> example.matches(NUMBER))
                .map(BigDecimal::new)
                .toList();
        if (!numbers.isEmpty() && numbers.size() * 2 >= examples.size()) {
            BigDecimal middle = numbers.stream().sorted().toList().get(numbers.size() / 2);
            int digits = middle.abs().setScale(0, RoundingMode.DOWN).precision();
            return digits <= 11
                    ? Optional.of(Epoch.SECONDS)
                    : digits <= 14
                            ? Optional.of(Epoch.MILLIS)
                            : digits <= 17 ? Optional.of(Epoch.MICROS) : Optional.empty();
        }
        long dates = examples.stream()
                .filter(example -> example.matches("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"))
                .count();
        return dates > 0 && dates * 2 >= examples.size() ? Optional.of(new Iso()) : Optional.empty();
    }
}
