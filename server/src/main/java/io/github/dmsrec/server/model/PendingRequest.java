package io.github.dmsrec.server.model;

import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.server.api.Answers.Served;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request on its way through a model. The first of its answers counts. Safe for use by several threads. */
final class PendingRequest {

    private final RecommendationRequest request;
    private final CompletableFuture<Served> answer = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> alarm;

    PendingRequest(RecommendationRequest request) {
        this.request = request;
    }

    RecommendationRequest request() {
        return request;
    }

    CompletableFuture<Served> answer() {
        return answer;
    }

    /** What is to happen when there is no time left; it is called off by the answer. */
    void alarm(ScheduledFuture<?> set) {
        alarm = set;
    }

    /** Does something with the answer, or with why there is none. */
    void whenAnswered(BiConsumer<@Nullable Served, @Nullable Throwable> then) {
        CompletableFuture<Served> unused = answer.whenComplete(then);
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    void answer(Served served) {
        if (answer.complete(served)) {
            callOff();
        }
    }

    void fail(Throwable why) {
        if (answer.completeExceptionally(why)) {
            callOff();
        }
    }

    private void callOff() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }
}
