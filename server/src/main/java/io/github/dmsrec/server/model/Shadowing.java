package io.github.dmsrec.server.model;

import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.ServerOptions.Shadow;
import io.github.dmsrec.server.api.Answers.Served;
import io.github.dmsrec.server.metrics.ServerMetrics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks models in the shadow of others, after the visitor has the answer, and not at all while they are busy. Safe for use by several threads. */
final class Shadowing {

    private static final Logger LOG = LoggerFactory.getLogger(Shadowing.class);

    private final ServerMetrics metrics;
    private final int mostWaiting;

    /** @param mostWaiting where more requests wait for a model, it is not asked */
    Shadowing(ServerMetrics metrics, int mostWaiting) {
        this.metrics = metrics;
        this.mostWaiting = mostWaiting;
    }

    void ask(Shadow shadow, ServedSlot slot, RecommendationRequest request, Served answer, String session) {
        if (!sampled(shadow, session)) {
            return;
        }
        if (slot.waiting() >= mostWaiting) {
            metrics.shadowSkipped(shadow.of(), shadow.model());
            return;
        }
        boolean asksEndpoint = slot.with(model -> model.live().asksEndpoint());
        PendingRequest other = new PendingRequest(asksEndpoint ? request.withoutIntents() : request);
        other.whenAnswered((served, failure) -> {
            if (served != null) {
                metrics.overlap(
                        shadow.of(),
                        shadow.model(),
                        overlap(answer.found().ids(), served.found().ids()));
            } else if (failure != null) {
                LOG.warn("The model '{}' in the shadow cannot answer: {}", shadow.model(), failure.getMessage());
            }
        });
        slot.submit(other);
    }

    private static boolean sampled(Shadow shadow, String session) {
        // 53 bits of a hash as a number from 0 to 1.
        return (Variants.hash("shadow\n" + shadow.model() + '\n' + session) >>> 11) * 0x1.0p-53 < shadow.share();
    }

    private static double overlap(List<String> items, List<String> others) {
        if (items.isEmpty()) {
            return others.isEmpty() ? 1 : 0;
        }
        Set<String> both = new HashSet<>(items);
        both.retainAll(new HashSet<>(others));
        return (double) both.size() / items.size();
    }
}
