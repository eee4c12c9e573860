package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.intent.asking.AskingPlan;
import io.github.dmsrec.intent.asking.LanguageModelOptions;
import io.github.dmsrec.intent.asking.RunLimits;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a run of an inferrer that asks would need, for people and as JSON.
 *
 * @param plan what would be asked
 * @param limits of the run, with the prices
 * @param concurrency how many questions are under way at once
 * @param rate how many questions are answered a second, as far as it is known
 * @param unwatched whether no picks are recognised, so that neither the probe nor the guard sees a model that picks by chance
 */
public record AskingEstimate(
        AskingPlan plan, RunLimits limits, int concurrency, Optional<Double> rate, boolean unwatched) {

    private static final double SECONDS_PER_HOUR = 3600;

    /** What an H100 reads with prefix caching, by other people's measurements of 7B models. */
    private static final int H100_TOKENS_IN = 25_000;

    /** Dollars a million tokens: the list price of GPT-4o mini at its launch in July 2024. */
    private static final double HOSTED_IN = 0.15;

    private static final double HOSTED_OUT = 0.60;

    /** Of questions whose answers hold no picks, or of which picks are recognised. */
    public AskingEstimate(AskingPlan plan, RunLimits limits, int concurrency, Optional<Double> rate) {
        this(plan, limits, concurrency, rate, false);
    }

    /** Of an inferrer that asks. */
    public static AskingEstimate of(AskingPlan plan, InferrerOptions options, Optional<Double> rate) {
        return options instanceof LanguageModelOptions asking
                ? new AskingEstimate(
                        plan,
                        asking.limits(),
                        asking.concurrency(),
                        rate,
                        !asking.prompt().recognisesPicks())
                : new AskingEstimate(plan, RunLimits.NONE, 1, rate);
    }

    /** For people, with the prompts. */
    public List<String> lines() {
        List<String> lines = figures();
        int at = 0;
        for (Prompt prompt : plan.examples()) {
            lines.add("");
            lines.add("--- prompt " + ++at + " of " + plan.examples().size() + ", system:");
            lines.addAll(prompt.system().lines().toList());
            lines.add("--- prompt " + at + " of " + plan.examples().size() + ", user:");
            lines.addAll(prompt.user().lines().toList());
        }
        return lines;
    }

    /** Questions, tokens, cost and time. */
    public List<String> figures() {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "rows",
                number(plan.rows())
                        + (plan.withoutTitle() == 0
                                ? ""
                                : ", of them " + number(plan.withoutTitle()) + " without a title")));
        lines.add(line(
                "questions", number(plan.distinct()) + " different, " + number(plan.answered()) + " answered before"));
        lines.add(line(
                "to be asked",
                number(plan.open())
                        + (plan.failedBefore() == 0
                                ? ""
                                : ", of them " + number(plan.failedBefore()) + " that failed before")));
        lines.add(line("tokens in", number(plan.promptTokens()) + " (" + howCounted() + ")"));
        lines.add(line("tokens out", number(plan.answerTokens()) + " (" + howForeseen() + ")"));
        lines.add(
                cost().isPresent()
                        ? line(
                                "cost",
                                String.format(
                                        Locale.ROOT,
                                        "%.2f (%s in, %s out a million tokens, in the currency of these prices)",
                                        cost().getAsDouble(),
                                        limits().priceIn(),
                                        limits().priceOut()))
                        : line(
                                "if hosted",
                                String.format(
                                        Locale.ROOT,
                                        "%.2f dollars at %.2f in, %.2f out a million tokens (GPT-4o mini, July 2024; --set"
                                                + " price-in=P --set price-out=P give other prices)",
                                        hostedDollars(),
                                        HOSTED_IN,
                                        HOSTED_OUT)));
        lines.add(line(
                "time",
                hours().isPresent()
                        ? Durations.words(SECONDS_PER_HOUR * hours().getAsDouble())
                                + (rate.isEmpty() && plan.pace() != null ? " (at the pace of the answers so far)" : "")
                        : "unknown; --rate N gives the questions that the server answers a second"));
        lines.add(line(
                "on one H100",
                String.format(
                        Locale.ROOT,
                        "about %s with vLLM and a 7B model (an estimate at %,d tokens in a second)",
                        Durations.words(secondsOnH100()),
                        H100_TOKENS_IN)));
        lines.add(line(
                "answer format",
                plan.format().label() + ", template " + plan.template()
                        + (plan.formatKnown() ? "" : " (not tried yet: the run finds out what the server honours)")));
        if (unwatched) {
            lines.add(line(
                    "not watched",
                    "neither probe nor guard sees picks by chance or by position, as titles are read as published;"
                            + " --set titles=matched lets them"));
        }
        return lines;
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rows", plan.rows())
                .put("withoutTitle", plan.withoutTitle())
                .put("questions", plan.distinct())
                .put("answeredBefore", plan.answered())
                .put("failedBefore", plan.failedBefore())
                .put("open", plan.open())
                .put("template", plan.template())
                .put("answerFormat", plan.format().label());
        if (unwatched) {
            json.put("watched", false);
        }
        json.putObject("tokens")
                .put("prompt", plan.promptTokens())
                .put("completion", plan.answerTokens())
                .put("promptsCounted", plan.counted())
                .put("promptsByAnswers", plan.promptsKnown());
        if (cost().isPresent()) {
            json.put("cost", cost().getAsDouble());
            json.putObject("prices").put("in", limits().priceIn()).put("out", limits().priceOut());
        } else {
            json.put("hostedDollars", hostedDollars());
        }
        hours().ifPresent(hours -> json.put("hours", hours));
        json.put("hoursOnH100", secondsOnH100() / SECONDS_PER_HOUR);
        var prompts = json.putArray("prompts");
        for (Prompt prompt : plan.examples()) {
            prompts.addObject().put("system", prompt.system()).put("user", prompt.user());
        }
        return json;
    }

    private String howCounted() {
        if (plan.promptsKnown()) {
            return "by the answers so far and the length of the prompts; --tokenizer FILE counts";
        }
        if (plan.counted() == 0) {
            return "estimated at 4 characters a token; --tokenizer FILE counts";
        }
        return plan.counted() == plan.open()
                ? "counted with the tokenizer"
                : "counted with the tokenizer in " + number(plan.counted()) + " prompts, the others by their length";
    }

    private String howForeseen() {
        return plan.answersKnown()
                ? "as the answers so far"
                : "estimated at " + AskingPlan.USUAL_ANSWER + " an answer; a --sample measures it";
    }

    private OptionalDouble cost() {
        return limits().hasPrices()
                ? OptionalDouble.of(limits().cost((double) plan.promptTokens(), (double) plan.answerTokens()))
                : OptionalDouble.empty();
    }

    private double hostedDollars() {
        return (plan.promptTokens() * HOSTED_IN + plan.answerTokens() * HOSTED_OUT) / 1e6;
    }

    private double secondsOnH100() {
        return (double) plan.promptTokens() / H100_TOKENS_IN;
    }

    /** More at once than earlier is no promise of more answers in a second; fewer at once give fewer. */
    private Optional<Double> pace() {
        return rate.or(() ->
                Optional.ofNullable(plan.pace()).map(pace -> Math.min(pace.perSecond(), concurrency / pace.seconds())));
    }

    /** The longest of what the rate and the limits demand. */
    private OptionalDouble hours() {
        DoubleStream known = Stream.of(
                        pace().map(perSecond -> plan.open() / perSecond),
                        limits().requestsPerMinute().map(perMinute -> plan.open() * 60.0 / perMinute),
                        limits().tokensPerMinute()
                                .map(perMinute ->
                                        60.0 * (double) (plan.promptTokens() + plan.answerTokens()) / perMinute))
                .flatMap(Optional::stream)
                .mapToDouble(seconds -> seconds / SECONDS_PER_HOUR);
        return known.max();
    }

    private static String line(String key, String value) {
        return String.format(Locale.ROOT, "%-14s %s", key, value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
