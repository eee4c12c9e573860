package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.option.OptionReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How fast questions may be asked, and when to stop. When a limit is reached, nothing more is asked and all answers are
 * kept.
 *
 * @param requestsPerMinute the most requests a minute, evenly spread; at least 1
 * @param tokensPerMinute the most tokens a minute, of prompts and answers together, evenly spread; at least 1
 * @param deadline how long one run may ask
 * @param maxTokensTotal the most tokens that the answers to a run's rows may use up, of prompts and answers together,
 *     earlier runs included
 * @param maxCost the most that these answers may cost, earlier runs included, in the currency of the prices
 * @param priceIn of a million tokens of prompts, at least 0
 * @param priceOut of a million tokens of answers, at least 0
 */
public record RunLimits(
        Optional<Integer> requestsPerMinute,
        Optional<Integer> tokensPerMinute,
        Optional<Duration> deadline,
        Optional<Long> maxTokensTotal,
        Optional<Double> maxCost,
        double priceIn,
        double priceOut) {

    /** Nothing is limited. */
    public static final RunLimits NONE = new RunLimits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0);

    static final String REQUESTS_PER_MINUTE = "requests-per-minute";
    static final String TOKENS_PER_MINUTE = "tokens-per-minute";
    static final String DEADLINE = "deadline";
    static final String MAX_TOKENS_TOTAL = "max-tokens-total";
    static final String MAX_COST = "max-cost";
    static final String PRICE_IN = "price-in";
    static final String PRICE_OUT = "price-out";

    private static final String NO_LIMIT = "none";

    /** Reads them from the options of an inferrer; each may be {@code none}. */
    static RunLimits read(OptionReader reader) {
        RunLimits limits = new RunLimits(
                reader.optional(REQUESTS_PER_MINUTE, NO_LIMIT, key -> reader.integer(key, 1)),
                reader.optional(TOKENS_PER_MINUTE, NO_LIMIT, key -> reader.integer(key, 1)),
                reader.optional(DEADLINE, NO_LIMIT, key -> reader.choice(key, "like 8h, 90m or none", RunLimits::time)),
                reader.optional(MAX_TOKENS_TOTAL, NO_LIMIT, key -> (long)
                        reader.number(key, "a whole number, at least 1, or none", n -> n == Math.rint(n) && n >= 1)),
                reader.optional(MAX_COST, NO_LIMIT, key -> reader.number(key, "above 0, or none", cost -> cost > 0)),
                reader.number(PRICE_IN, "at least 0", price -> price >= 0 && price < 1e9),
                reader.number(PRICE_OUT, "at least 0", price -> price >= 0 && price < 1e9));
        if (limits.maxCost.isPresent() && !limits.hasPrices()) {
            throw new UserMistakeException(
                    "The option '" + MAX_COST + "' is " + limits.maxCost.get() + ", but '" + PRICE_IN + "' and '"
                            + PRICE_OUT + "' are 0, so nothing costs anything.",
                    "the prices of a million tokens are missing, e.g. " + PRICE_IN + "=0.15 and " + PRICE_OUT
                            + "=0.60; '" + MAX_TOKENS_TOTAL + "' limits without prices.");
        }
        return limits;
    }

    /** Adds the defaults by key. */
    static void putDefaults(Map<String, String> defaults) {
        NONE.putInto(defaults);
    }

    /** Adds every limit by key. */
    void putInto(Map<String, String> map) {
        map.put(REQUESTS_PER_MINUTE, requestsPerMinute.map(String::valueOf).orElse(NO_LIMIT));
        map.put(TOKENS_PER_MINUTE, tokensPerMinute.map(String::valueOf).orElse(NO_LIMIT));
        map.put(DEADLINE, deadline.map(RunLimits::text).orElse(NO_LIMIT));
        map.put(MAX_TOKENS_TOTAL, maxTokensTotal.map(String::valueOf).orElse(NO_LIMIT));
        map.put(MAX_COST, maxCost.map(String::valueOf).orElse(NO_LIMIT));
        map.put(PRICE_IN, String.valueOf(priceIn));
        map.put(PRICE_OUT, String.valueOf(priceOut));
    }

    /** Whether tokens have a price. */
    public boolean hasPrices() {
        return priceIn > 0 || priceOut > 0;
    }

    /** What tokens cost, in the currency of the prices. */
    public double cost(double promptTokens, double completionTokens) {
        return (promptTokens * priceIn + completionTokens * priceOut) / 1e6;
    }

    private static Optional<Duration> time(String text) {
        try {
            Duration time = Duration.parse("PT" + text);
            return time.isNegative() || time.isZero() ? Optional.empty() : Optional.of(time);
        } catch (DateTimeException e) {
            // The reader says what was expected.
            return Optional.empty();
        }
    }

    static String text(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
