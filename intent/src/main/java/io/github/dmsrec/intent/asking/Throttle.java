package io.github.dmsrec.intent.asking;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Decides when the next question may be asked, and whether at all. The number of questions under way starts small and
 * doubles with every round of answers, as TCP's slow start does; when the server is overloaded it is halved, and grows by
 * one a round from then on. It never exceeds the concurrency that the user allows. Rates, the deadline and the budget are
 * kept, and where the server asks to wait, all questions wait. Safe for use by several threads.
 */
final class Throttle {

    private static final int FIRST_WINDOW = 4;

    private final int concurrency;
    private final Clock clock;
    private final Budget budget;
    private final Optional<RateLimiter> requests;
    private final Optional<RateLimiter> tokens;
    private final Optional<Instant> deadline;
    private final Set<Thread> sleepers = new HashSet<>();

    private double window;
    private double slowStartUpTo;
    private int underWay;
    private int halvings;
    private long notBefore = Long.MIN_VALUE;
    private boolean stopped;
    private Optional<Limit> reached = Optional.empty();

    /** What may end a run before all is asked. */
    enum Limit {
        DEADLINE,
        MAX_TOKENS_TOTAL,
        MAX_COST
    }

    /** What an attempt says about the server. */
    enum Signal {
        /** It answers. */
        ANSWERED,
        /** It has more to do than it can. */
        OVERLOADED,
        /** Nothing about its load. */
        NEITHER
    }

    /** The right to ask once. */
    static final class Permit {
        private final int characters;
        private final Budget.Forecast forecast;
        private final int halvings;
        private boolean replied;
        private int promptTokens;
        private int completionTokens;

        private Permit(int characters, Budget.Forecast forecast, int halvings) {
            this.characters = characters;
            this.forecast = forecast;
            this.halvings = halvings;
        }

        /** Tells what the reply used up; a server that does not count is taken at its characters. */
        void used(int prompt, int completion, int replyCharacters) {
            replied = true;
            promptTokens = prompt > 0 ? prompt : (int) (characters / Budget.CHARACTERS_PER_TOKEN);
            completionTokens = completion > 0 ? completion : (int) (replyCharacters / Budget.CHARACTERS_PER_TOKEN);
        }
    }

    /** A throttle whose deadline runs from now. */
    Throttle(int concurrency, RunLimits limits, Budget budget, Clock clock) {
        this.concurrency = concurrency;
        this.clock = clock;
        this.budget = budget;
        this.window = Math.min(FIRST_WINDOW, concurrency);
        this.slowStartUpTo = concurrency;
        this.requests = limits.requestsPerMinute().map(RateLimiter::new);
        this.tokens = limits.tokensPerMinute().map(RateLimiter::new);
        this.deadline = limits.deadline().map(clock.now()::plus);
    }

    /**
     * Waits until a question may be asked. Every permit must be given back by {@link #release}.
     *
     * @param characters of the prompt
     * @return empty if nothing more is to be asked
     * @throws CancellationException if the thread is interrupted
     */
    Optional<Permit> acquire(int characters) {
        Permit permit;
        long start;
        synchronized (this) {
            Budget.Forecast forecast;
            while (true) {
                if (stopped) {
                    return Optional.empty();
                }
                if (underWay < (int) window) {
                    forecast = budget.forecast(characters);
                    Optional<Limit> exceeded = budget.exceededBy(forecast);
                    if (exceeded.isEmpty()) {
                        break;
                    }
                    if (underWay == 0) {
                        stop(exceeded.get());
                        return Optional.empty();
                    }
                    // What is under way may use up less than is foreseen.
                }
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw cancelled();
                }
            }
            underWay++;
            budget.reserve(forecast);
            permit = new Permit(characters, forecast, halvings);
            long now = now();
            start = requests.map(pace -> pace.take(now, 1)).orElse(now);
            start = Math.max(
                    start,
                    tokens.map(pace -> pace.take(now, permit.forecast.tokens())).orElse(now));
        }
        try {
            if (waitUntil(start)) {
                return Optional.of(permit);
            }
        } catch (CancellationException e) {
            release(permit, Signal.NEITHER);
            throw e;
        }
        release(permit, Signal.NEITHER);
        return Optional.empty();
    }

    /** Gives a permit back and learns from what came of it. */
    synchronized void release(Permit permit, Signal signal) {
        underWay--;
        if (permit.replied) {
            budget.settle(permit.forecast, permit.characters, permit.promptTokens, permit.completionTokens);
        } else {
            budget.release(permit.forecast);
        }
        tokens.ifPresent(
                pace -> pace.correct(permit.promptTokens + permit.completionTokens - permit.forecast.tokens()));
        if (signal == Signal.ANSWERED) {
            window = Math.min(concurrency, window + (window < slowStartUpTo ? 1 : 1 / window));
        } else if (signal == Signal.OVERLOADED && permit.halvings == halvings) {
            // Questions that were asked before the window was halved say nothing about it.
            window = Math.max(1, window / 2);
            slowStartUpTo = window;
            halvings++;
        }
        for (int free = (int) window - underWay; free > 0; free--) {
            notify();
        }
    }

    /** Lets nothing be asked for a while: the server speaks of all questions. */
    synchronized void pause(Duration duration) {
        notBefore = Math.max(notBefore, now() + duration.toMillis());
    }

    /**
     * Sleeps, but not beyond the end of the run.
     *
     * @return whether the run goes on
     */
    boolean sleep(Duration duration) {
        return waitUntil(now() + duration.toMillis());
    }

    /** Lets nothing more be asked; what is under way comes to its end. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
        sleepers.forEach(Thread::interrupt);
    }

    /** The limit that ended the run, if one did. */
    synchronized Optional<Limit> reached() {
        return reached;
    }

    /** How many questions may be under way now. */
    synchronized int window() {
        return (int) window;
    }

    /** Ends the run if its time is over. */
    synchronized void checkDeadline() {
        if (!stopped && deadline.filter(end -> !clock.now().isBefore(end)).isPresent()) {
            stop(Limit.DEADLINE);
        }
    }

    /** The tokens used up so far: of prompts, of answers. */
    synchronized Budget.Forecast spent() {
        return new Budget.Forecast(budget.promptTokens(), budget.completionTokens());
    }

    /** What a question of so many characters will use up. */
    synchronized Budget.Forecast forecast(double characters) {
        return budget.forecast(characters);
    }

    private synchronized void stop(Limit limit) {
        if (!stopped) {
            reached = Optional.of(limit);
        }
        stop();
    }

    private boolean waitUntil(long start) {
        while (true) {
            long left;
            synchronized (this) {
                long due = Math.max(start, notBefore);
                left = due - now();
                if (deadline.filter(end -> Math.max(due, now()) >= end.toEpochMilli())
                        .isPresent()) {
                    stop(Limit.DEADLINE);
                }
                if (stopped || left <= 0) {
                    return !stopped;
                }
                sleepers.add(Thread.currentThread());
            }
            nap(Duration.ofMillis(left));
        }
    }

    private void nap(Duration duration) {
        boolean interrupted = false;
        try {
            clock.sleep(duration);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        synchronized (this) {
            sleepers.remove(Thread.currentThread());
            interrupted |= Thread.interrupted();
            // The end of the run wakes sleepers by interrupting them.
            if (interrupted && !stopped) {
                throw cancelled();
            }
        }
    }

    private static CancellationException cancelled() {
        Thread.currentThread().interrupt();
        return new CancellationException("interrupted while waiting to ask");
    }

    private long now() {
        return clock.now().toEpochMilli();
    }
}
