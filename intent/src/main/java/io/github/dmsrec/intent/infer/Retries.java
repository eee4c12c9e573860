package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.llm.EndpointException.Kind;
import io.github.dmsrec.intent.llm.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
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

    private final int attempts;
    private final RandomStreams random;
    private final Timekeeper timekeeper;
    /** Milliseconds of the epoch before which nothing is asked. */
    private final AtomicLong notBefore = new AtomicLong(Long.MIN_VALUE);

    private volatile boolean everAnswered;

    /** One attempt. */
    interface Question<T> {
        T ask() throws AnswerException;
    }

    /**
     * What came of a question.
     *
     * @param value the usable answer, empty if the attempts are used up
     * @param reason of the last failure, empty if there is an answer
     * @param lastFailure of the endpoint, if the last attempt failed there
     */
    record Outcome<T>(Optional<T> value, String reason, Optional<EndpointException> lastFailure, int attempts) {}

    Retries(int attempts, RandomStreams random, Timekeeper timekeeper) {
        this.attempts = attempts;
        this.random = random;
        this.timekeeper = timekeeper;
    }

    /**
     * Asks until there is a usable answer or the attempts are used up.
     *
     * @param number tells questions apart, for the random waiting times
     * @throws EndpointException if the endpoint refuses the question: asking again cannot help
     * @throws UserMistakeException if nobody listens at the address
     */
    <T> Outcome<T> ask(long number, Question<T> question) {
        String reason = "";
        Optional<EndpointException> failure = Optional.empty();
        int connectionFailures = 0;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            waitForGate();
            try {
                T value = question.ask();
                everAnswered = true;
                return new Outcome<>(Optional.of(value), "", Optional.empty(), attempt);
            } catch (AnswerException e) {
                everAnswered = true;
                reason = e.reason();
                failure = Optional.empty();
            } catch (EndpointException e) {
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
                if (attempt < attempts) {
                    pause(e, number, attempt);
                }
            }
        }
        return new Outcome<>(Optional.empty(), reason, failure, attempts);
    }

    private void pause(EndpointException failure, long number, int attempt) {
        Instant now = timekeeper.now();
        Optional<Duration> askedFor = failure.retryAfter().flatMap(header -> RetryAfter.parse(header, now));
        if (askedFor.isPresent()) {
            if (askedFor.get().compareTo(LONGEST_ASKED_FOR) > 0) {
                throw new UserMistakeException(
                        failure.getMessage() + " It asks to wait "
                                + askedFor.get().toMinutes() + " minutes.",
                        "the quota is used up; run the same command again later, nothing answered is asked twice.",
                        failure);
            }
            // The server speaks of all questions, so all wait.
            notBefore.accumulateAndGet(now.plus(askedFor.get()).toEpochMilli(), Math::max);
            return;
        }
        long doubled = FIRST_WAIT.toMillis() << Math.min(attempt - 1, 20);
        double jitter = 0.5 + 0.5 * random.stream("retry", number, attempt).nextDouble();
        sleep(Duration.ofMillis((long) (Math.min(doubled, LONGEST_WAIT.toMillis()) * jitter)));
    }

    private void waitForGate() {
        long open = notBefore.get();
        long now = timekeeper.now().toEpochMilli();
        if (open > now) {
            sleep(Duration.ofMillis(open - now));
        }
    }

    private void sleep(Duration duration) {
        try {
            timekeeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting to ask again");
        }
    }
}
