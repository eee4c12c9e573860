package io.github.dmsrec.intent.asking;

import java.util.Optional;

/**
 * What the answers of a run used up, earlier runs included, and what the questions under way will use up. It is foreseen
 * from the answers so far, so that a limit is not overrun by what is under way. For one thread at a time.
 */
final class Budget {

    /** Where nothing counts tokens, so many characters are taken for one. */
    static final double CHARACTERS_PER_TOKEN = 4;

    private final RunLimits limits;
    private final int longestAnswer;

    private long promptTokens;
    private long completionTokens;
    private double reservedPrompt;
    private double reservedCompletion;
    private long replies;
    private double repliesCharacters;
    private double repliesPrompt;
    private double repliesCompletion;

    /** Tokens foreseen for one question. */
    record Forecast(double prompt, double completion) {

        double tokens() {
            return prompt + completion;
        }
    }

    /**
     * @param longestAnswer the most tokens of an answer, foreseen as long as there is none
     */
    Budget(RunLimits limits, int longestAnswer) {
        this.limits = limits;
        this.longestAnswer = longestAnswer;
    }

    /** Counts what earlier runs used up. */
    void spentBefore(long prompt, long completion) {
        promptTokens += prompt;
        completionTokens += completion;
    }

    /** Foresees further questions by answers that came before. */
    void learn(long answers, long characters, long prompt, long completion) {
        replies += answers;
        repliesCharacters += characters;
        repliesPrompt += prompt;
        repliesCompletion += completion;
    }

    /** What a question of so many characters will use up. */
    Forecast forecast(double characters) {
        return replies == 0 || repliesCharacters == 0
                ? new Forecast(characters / CHARACTERS_PER_TOKEN, longestAnswer)
                : new Forecast(characters * repliesPrompt / repliesCharacters, repliesCompletion / replies);
    }

    /** The limit that another question would overrun, if there is one. */
    Optional<Throttle.Limit> exceededBy(Forecast next) {
        double prompt = promptTokens + reservedPrompt + next.prompt();
        double completion = completionTokens + reservedCompletion + next.completion();
        if (limits.maxTokensTotal().filter(most -> prompt + completion > most).isPresent()) {
            return Optional.of(Throttle.Limit.MAX_TOKENS_TOTAL);
        }
        if (limits.maxCost()
                .filter(most -> limits.cost(prompt, completion) > most)
                .isPresent()) {
            return Optional.of(Throttle.Limit.MAX_COST);
        }
        return Optional.empty();
    }

    void reserve(Forecast forecast) {
        reservedPrompt += forecast.prompt();
        reservedCompletion += forecast.completion();
    }

    /** Gives back what was reserved; nothing was answered. */
    void release(Forecast forecast) {
        reservedPrompt -= forecast.prompt();
        reservedCompletion -= forecast.completion();
    }

    /** Gives back what was reserved and counts what a reply of so many tokens used up. */
    void settle(Forecast forecast, int characters, int prompt, int completion) {
        release(forecast);
        promptTokens += prompt;
        completionTokens += completion;
        learn(1, characters, prompt, completion);
    }

    long promptTokens() {
        return promptTokens;
    }

    long completionTokens() {
        return completionTokens;
    }
}
