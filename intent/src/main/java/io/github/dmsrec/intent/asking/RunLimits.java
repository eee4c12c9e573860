package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import java.time.Duration;
import java.util.List;
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

    static final Option<Optional<Integer>> REQUESTS_PER_MINUTE = Option.optional(
            "requests-per-minute",
            "most requests a minute, evenly spread",
            "none",
            OptionType.integer(1, Integer.MAX_VALUE));
    static final Option<Optional<Integer>> TOKENS_PER_MINUTE = Option.optional(
            "tokens-per-minute",
            "most tokens a minute, of prompts and answers together, evenly spread",
            "none",
            OptionType.integer(1, Integer.MAX_VALUE));
    static final Option<Optional<Duration>> DEADLINE =
            Option.optional("deadline", "how long one run may ask", "none", OptionType.duration());
    static final Option<Optional<Long>> MAX_TOKENS_TOTAL = Option.optional(
            "max-tokens-total",
            "most tokens that the answers to a run's rows may use, earlier runs included",
            "none",
            OptionType.longInteger(1, Long.MAX_VALUE));
    static final Option<Optional<Double>> MAX_COST = Option.optional(
            "max-cost",
            "most that these answers may cost, earlier runs included; needs prices",
            "none",
            OptionType.positive(Double.MAX_VALUE));
    static final Option<Double> PRICE_IN = price("price-in", "price of a million tokens of prompts, in any currency");
    static final Option<Double> PRICE_OUT =
            price("price-out", "price of a million tokens of answers, in the same currency");

    /** All options, in the order of help texts. */
    static final List<Option<?>> OPTIONS =
            List.of(REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE, DEADLINE, MAX_TOKENS_TOTAL, MAX_COST, PRICE_IN, PRICE_OUT);

    private static Option<Double> price(String key, String meaning) {
        return Option.of(key, meaning, OptionType.real(0, 1e9), 0.0);
    }

    /** Reads them from the values of a set that has all of {@link #OPTIONS}. */
    static RunLimits read(OptionValues values) {
        RunLimits limits = new RunLimits(
                values.get(REQUESTS_PER_MINUTE),
                values.get(TOKENS_PER_MINUTE),
                values.get(DEADLINE),
                values.get(MAX_TOKENS_TOTAL),
                values.get(MAX_COST),
                values.get(PRICE_IN),
                values.get(PRICE_OUT));
        if (limits.maxCost.isPresent() && !limits.hasPrices()) {
            throw new UserMistakeException("The option '" + MAX_COST + "' is " + limits.maxCost.get() + ", but '"
                    + PRICE_IN + "' and '" + PRICE_OUT
                    + "' are 0, so nothing costs anything. Give the prices of a million tokens, e.g. " + PRICE_IN
                    + "=0.15 and " + PRICE_OUT + "=0.60; '" + MAX_TOKENS_TOTAL + "' limits without prices.");
        }
        return limits;
    }

    /** Adds every limit by key. */
    void putInto(Map<String, String> map) {
        put(map, REQUESTS_PER_MINUTE, requestsPerMinute);
        put(map, TOKENS_PER_MINUTE, tokensPerMinute);
        put(map, DEADLINE, deadline);
        put(map, MAX_TOKENS_TOTAL, maxTokensTotal);
        put(map, MAX_COST, maxCost);
        put(map, PRICE_IN, priceIn);
        put(map, PRICE_OUT, priceOut);
    }

    private static <T> void put(Map<String, String> map, Option<T> option, T value) {
        map.put(option.key(), option.type().format(value));
    }

    /** Whether tokens have a price. */
    public boolean hasPrices() {
        return priceIn > 0 || priceOut > 0;
    }

    /** What tokens cost, in the currency of the prices. */
    public double cost(double promptTokens, double completionTokens) {
        return (promptTokens * priceIn + completionTokens * priceOut) / 1e6;
    }

    static String text(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
