package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that stops while a thread is in a step that no interrupt ends. */
@Timeout(60)
class LateThreadTest {

    private static final AskingRun.Patience SHORT = new AskingRun.Patience(Duration.ofMillis(1), Duration.ofMillis(1));

    @TempDir
    Path folder = Path.of("");

    private final RuntimeException reason = new UserMistakeException("The quota is used up.");

    @Test
    void aThreadThatDoesNotEndIsSuppressedByTheReason() {
        Deaf endpoint = new Deaf(false);
        try {
            assertThatThrownBy(() -> ask(endpoint, Progress.NONE)).isSameAs(reason);
            assertThat(reason.getSuppressed())
                    .singleElement()
                    .asString()
                    .contains("1 of 2 threads that ask did not stop");
        } finally {
            endpoint.stepEnds.countDown();
        }
    }

    @Test
    void theStepOfAModelInTheProcessIsWaitedFor() {
        Deaf endpoint = new Deaf(true);
        AtomicInteger waiting = new AtomicInteger();
        Progress progress = (name, unit, total) -> (units, note) -> {
            if (note.contains("waiting until the model has read the prompts it is at: 1")) {
                waiting.incrementAndGet();
                endpoint.stepEnds.countDown();
            }
        };
        assertThatThrownBy(() -> ask(endpoint, progress)).isSameAs(reason);
        assertThat(reason.getSuppressed()).isEmpty();
        assertThat(waiting).hasValue(1);
        assertThat(endpoint.ended).hasValue(1);
    }

    /** Its first question takes until it is let go, its second one ends the run. */
    private final class Deaf implements ChatEndpoint {
        private final boolean inProcess;
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final CountDownLatch stepBegan = new CountDownLatch(1);
        private final CountDownLatch stepEnds = new CountDownLatch(1);

        private Deaf(boolean inProcess) {
            this.inProcess = inProcess;
        }

        @Override
        public boolean inProcess() {
            return inProcess;
        }

        @Override
        public ChatReply ask(String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
            if (asked.getAndIncrement() == 0) {
                stepBegan.countDown();
                whateverHappens(stepEnds);
                ended.incrementAndGet();
                throw new CancellationException("interrupted while waiting for an answer");
            }
            whateverHappens(stepBegan);
            throw reason;
        }
    }

    private static void whateverHappens(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // Native code does not notice either.
            }
        }
    }

    private void ask(ChatEndpoint endpoint, Progress progress) {
        LanguageModelOptions options = LanguageModelOptions.ofMap(Map.of(
                "base-url", "http://localhost/v1", "model", "fake", "answers", folder.toString(), "concurrency", "2"));
        Catalogue catalogue = new Catalogue(IntStream.range(0, 20)
                .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                .toList());
        RandomStreams random = new RandomStreams(1);
        Throttle throttle = new Throttle(2, options.limits(), new Budget(options.limits(), 100), Clock.SYSTEM);
        Questions questions = new Questions(
                options,
                "",
                catalogue,
                AnswerFormat.JSON_SCHEMA,
                options.prompt().writer(catalogue, random, AnswerFormat.JSON_SCHEMA, Optional.empty()),
                IntStream.range(0, 4)
                        .mapToObj(i -> new IntentRequest(new int[] {i}, new int[] {5, 6, 7, 8}))
                        .toList());
        try (AnswerStore store = AnswerStore.open(folder)) {
            new AskingRun(
                            options.asking(),
                            endpoint,
                            new Retries(1, random, Clock.SYSTEM, throttle),
                            throttle,
                            store,
                            questions,
                            WorkList.of(questions, Optional.of(store), Progress.NONE),
                            PickGuard.OFF,
                            SHORT)
                    .askAll(progress);
        }
    }
}
