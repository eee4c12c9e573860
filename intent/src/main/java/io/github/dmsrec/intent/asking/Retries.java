package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.asking.Throttle.Permit;
import io.github.dmsrec.intent.asking.Throttle.Signal;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.llm.EndpointException.Kind;
import io.github.dmsrec.intent.llm.RetryAfter;
import io.github.dmsrec.intent.reply.AnswerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks again where that can help: as long as the server asks to wait, else for a time that doubles with every attempt,
 * drawn anew between its half and its whole so that the questions under way do not come back all at once. Safe for use by
 * several threads.
 */
final class Retries {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(15);

    /** Where nothing has ever answered, nobody listens: that is said soon. */
    private static final int ATTEMPTS_TO_CONNECT = 2;

    /** So many questions in a row that no answer comes to mean that the server is gone or the quota used up. */
    private static final int QUESTIONS_WITHOUT_ANSWER = 5;

    /** How servers and what stands before them say that they have too much to do, besides 429. */
    private static final Set<String> OVERLOADED = Set.of("HTTP 503", "HTTP 504", "HTTP 529");

    private final int attempts;
    private final RandomStreams random;
    private final Clock clock;
    private final Throttle throttle;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicInteger unansweredInARow = new AtomicInteger();

    private volatile boolean everAnswered;

    /** One attempt. */
    interface Question<T> {
        /**
         * Asks.
         *
         * @param permit told of what the reply used up
         */
        T ask(Permit permit) throws AnswerException;
    }

    /**
     * What came of a question.
     *
     * @param value the usable answer, empty if the attempts are used up or the run ended before
     * @param reason of the last failure, empty if there is an answer
     * @param lastFailure of the endpoint, if the last attempt failed there
     * @param attempts how often it was asked; 0 if the run ended before
     */
    record Outcome<T>(Optional<T> value, String reason, Optional<EndpointException> lastFailure, int attempts) {}

    Retries(int attempts, RandomStreams random, Clock clock, Throttle throttle) {
        this.attempts = attempts;
        this.random = random;
        this.clock = clock;
        this.throttle = throttle;
    }

    /**
     * Asks until there is a usable answer, the attempts are used up or the run ends.
     *
     * @param number tells questions apart, for the random waiting times
     * @param characters of the prompt
     * @throws EndpointException if the endpoint refuses the question: asking again cannot help
     * @throws UserMistakeException if nobody listens at the address, or no question is answered any more
     */
    <T> Outcome<T> ask(long number, int characters, Question<T> question) {
        String reason = "";
        Optional<EndpointException> failure = Optional.empty();
        int asked = 0;
        int counted = 0;
        int connectionFailures = 0;
        long answersAtRefusal = Long.MAX_VALUE;
        boolean goesOn = true;
        while (goesOn && counted < attempts) {
            Optional<Permit> permit = throttle.acquire(characters);
            if (permit.isEmpty()) {
                return new Outcome<>(Optional.empty(), reason, failure, asked);
            }
            asked++;
            counted++;
            Signal signal = Signal.NEITHER;
            try {
                T value = question.ask(permit.get());
                signal = answered();
                return new Outcome<>(Optional.of(value), "", Optional.empty(), asked);
            } catch (AnswerException e) {
                signal = answered();
                reason = e.reason();
                failure = Optional.empty();
            } catch (EndpointException e) {
                signal = overloaded(e) ? Signal.OVERLOADED : Signal.NEITHER;
                reason = e.reason();
                failure = Optional.of(e);
                if (e.kind() == Kind.REFUSED) {
                    throw e;
                }
                if (e.kind() == Kind.CONNECTION) {
                    connectionFailures++;
                    if (connectionFailures >= attempts
                            || (!everAnswered && connectionFailures >= ATTEMPTS_TO_CONNECT)) {
                        throw e.asMistake();
                    }
                } else {
                    everAnswered = everAnswered || e.kind() != Kind.TIMEOUT;
                }
                if (e.kind() == Kind.BUSY) {
                    if (answers.get() > answersAtRefusal) {
                        // It has answered others since it refused this question: its turn will come.
                        counted--;
                    }
                    answersAtRefusal = answers.get();
                }
            } finally {
                throttle.release(permit.get(), signal);
            }
            if (failure.isPresent() && counted < attempts) {
                goesOn = pause(failure.get(), number, asked);
            }
        }
        if (goesOn && failure.isPresent() && unansweredInARow.incrementAndGet() >= QUESTIONS_WITHOUT_ANSWER) {
            throw failure.get().asMistake();
        }
        return new Outcome<>(Optional.empty(), reason, failure, asked);
    }

    private Signal answered() {
        everAnswered = true;
        answers.incrementAndGet();
        unansweredInARow.set(0);
        return Signal.ANSWERED;
    }

    private static boolean overloaded(EndpointException failure) {
        return failure.kind() == Kind.BUSY || failure.kind() == Kind.TIMEOUT || OVERLOADED.contains(failure.reason());
    }

    /** Waits before the next attempt; whether the run goes on. */
    private boolean pause(EndpointException failure, long number, int attempt) {
        Instant now = clock.now();
        Optional<Duration> askedFor = failure.retryAfter().flatMap(header -> RetryAfter.parse(header, now));
        if (askedFor.isPresent()) {
            if (askedFor.get().compareTo(LONGEST_ASKED_FOR) > 0) {
                throw new UserMistakeException(
                        failure.getMessage() + " It asks to wait "
                                + askedFor.get().toMinutes() + " minutes.",
                        "the quota is used up; run the same command again later, nothing answered is asked twice.",
                        failure);
            }
            throttle.pause(askedFor.get());
            return true;
        }
        long doubled = FIRST_WAIT.toMillis() << Math.min(attempt - 1, 20);
        double jitter = 0.5 + 0.5 * random.stream("retry", number, attempt).nextDouble();
        return throttle.sleep(Duration.ofMillis((long) (Math.min(doubled, LONGEST_WAIT.toMillis()) * jitter)));
    }
}
