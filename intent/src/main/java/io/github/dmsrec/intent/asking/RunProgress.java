package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reports how far a run is, what it has used up and what is left. For one thread. */
final class RunProgress {

    private final AskingOptions options;
    private final Throttle throttle;
    private final WorkList work;
    private final Map<String, Integer> failed = new TreeMap<>();
    private final long begin = System.nanoTime();
    private int answered;
    private int failures;

    RunProgress(AskingOptions options, Throttle throttle, WorkList work) {
        this.options = options;
        this.throttle = throttle;
        this.work = work;
    }

    /** Counts what is safe in the store. */
    void kept(List<StoredAnswer> answers) {
        for (StoredAnswer answer : answers) {
            if (answer.answered()) {
                answered++;
            } else {
                failures++;
                failed.merge(answer.reason(), 1, Integer::sum);
            }
        }
    }

    /** How many questions failed now. */
    int failures() {
        return failures;
    }

    /** How many failed for which reason. */
    Map<String, Integer> failuresByReason() {
        return failed;
    }

    /** Tokens, cost, what is still to come, the questions under way and the failures. */
    String note() {
        StringBuilder note = new StringBuilder(tokens());
        if (options.limits().hasPrices()) {
            note.append(String.format(Locale.ROOT, ", cost %.2f, %.2f more to come", cost(), costLeft()));
        }
        note.append(", up to ").append(throttle.window()).append(" at once");
        if (failures > 0) {
            note.append(", ").append(failures).append(" failed ").append(failed);
        }
        return note.toString();
    }

    /** Says why the run ended, what is left and how to continue. */
    UserMistakeException limitReached(Throttle.Limit limit) {
        int done = work.answered() + answered;
        StringBuilder problem = new StringBuilder(
                switch (limit) {
                    case DEADLINE ->
                        "The " + RunLimits.DEADLINE + " of "
                                + options.limits()
                                        .deadline()
                                        .map(RunLimits::text)
                                        .orElse("") + " is reached";
                    case MAX_TOKENS_TOTAL ->
                        "Another question would exceed " + RunLimits.MAX_TOKENS_TOTAL + " "
                                + options.limits().maxTokensTotal().orElse(0L);
                    case MAX_COST ->
                        "Another question would exceed " + RunLimits.MAX_COST + " "
                                + options.limits().maxCost().orElse(0.0);
                });
        problem.append(String.format(
                Locale.ROOT,
                ": %,d of %,d questions are answered and kept in '%s'; so far %s",
                done,
                work.distinct(),
                options.answers(),
                tokens()));
        if (options.limits().hasPrices()) {
            problem.append(String.format(Locale.ROOT, ", cost %.2f", cost()));
        }
        problem.append(String.format(Locale.ROOT, ". %,d questions are left", work.distinct() - done));
        if (options.limits().hasPrices()) {
            problem.append(String.format(Locale.ROOT, ", for about %.2f", costLeft()));
        }
        if (answered > 0) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            problem.append(
                    String.format(Locale.ROOT, ", about %.2f h at this rate", left() * seconds / answered / 3600));
        }
        return new UserMistakeException(
                problem.append('.').toString(),
                limit == Throttle.Limit.DEADLINE
                        ? "Run the same command again: it continues with the rest, and asks no answered question again."
                        : "Run the same command with a higher limit: it continues with the rest, and asks no answered"
                                + " question again.");
    }

    private int left() {
        return work.distinct() - work.answered() - answered - failures;
    }

    private String tokens() {
        Budget.Forecast spent = throttle.spent();
        return String.format(Locale.ROOT, "%,.0f tokens in, %,.0f out", spent.prompt(), spent.completion());
    }

    private double cost() {
        Budget.Forecast spent = throttle.spent();
        return options.limits().cost(spent.prompt(), spent.completion());
    }

    private double costLeft() {
        int open = work.open().cardinality();
        Budget.Forecast next = throttle.forecast(open == 0 ? 0 : (double) work.openCharacters() / open);
        return options.limits().cost(left() * next.prompt(), left() * next.completion());
    }
}
