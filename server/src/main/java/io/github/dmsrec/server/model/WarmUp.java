package io.github.dmsrec.server.model;

import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.PopularItem;
import io.github.dmsrec.RecommendationRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes a model fast before the first visitor asks it: code is compiled, memory is touched. */
final class WarmUp {

    private static final int POPULAR = 200;
    private static final int LONGEST_SESSION = 12;
    private static final int[] BATCHES = {1, 1, 2, 4, 8};

    /** Nobody waits longer for a model to be warm. */
    private static final Duration LONGEST_TIME = Duration.ofSeconds(1);

    private WarmUp() {}

    /**
     * Asks for sessions, one and several at once.
     *
     * @param recent sessions of visitors; where there are none, sessions of popular items are generated
     * @param most so many sessions
     * @return how many were asked for
     */
    static int run(LiveRecommender live, List<List<String>> recent, int most) {
        List<List<String>> sessions = recent.isEmpty() ? synthetic(live, most) : recent;
        // An endpoint is not asked: its answers cost, and take their time.
        boolean intents = !live.asksEndpoint();
        List<RecommendationRequest> requests = sessions.stream()
                .limit(most)
                .map(RecommendationRequest::of)
                .map(request -> intents ? request : request.withoutIntents())
                .toList();
        long begun = System.nanoTime();
        int next = 0;
        for (int round = 0; next < requests.size() && System.nanoTime() - begun < LONGEST_TIME.toNanos(); round++) {
            int end = Math.min(requests.size(), next + BATCHES[round % BATCHES.length]);
            live.recommend(requests.subList(next, end));
            next = end;
        }
        return next;
    }

    private static List<List<String>> synthetic(LiveRecommender live, int count) {
        List<PopularItem> popular = live.popular(POPULAR);
        SplittableRandom random = new SplittableRandom(1);
        List<List<String>> sessions = new ArrayList<>();
        for (int i = 0; i < count && !popular.isEmpty(); i++) {
            List<String> session = new ArrayList<>();
            int length = 1 + random.nextInt(LONGEST_SESSION);
            for (int click = 0; click < length; click++) {
                session.add(popular.get(random.nextInt(popular.size())).id());
            }
            sessions.add(session);
        }
        return sessions;
    }
}
