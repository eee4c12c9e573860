package io.github.dmsrec.intent.student;

import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The training rows among requests, by their numbers in the data set: requests may be a part of its rows.
 *
 * @param requests of any splits
 * @param places in {@code requests}, by a training row's number
 */
record TrainingRequests(List<IntentRequest> requests, Map<Integer, Integer> places) {

    static TrainingRequests of(List<IntentRequest> requests) {
        Map<Integer, Integer> places = new HashMap<>();
        int place = 0;
        for (IntentRequest request : requests) {
            int here = place++;
            request.row().filter(row -> row.split() == Split.TRAIN).ifPresent(row -> places.put(row.number(), here));
        }
        return new TrainingRequests(requests, Map.copyOf(places));
    }

    boolean has(int number) {
        return places.containsKey(number);
    }

    /** The request of a training row that is there. */
    IntentRequest of(int number) {
        Integer place = places.get(number);
        if (place == null) {
            throw new IllegalArgumentException("training row " + number + " is not among the requests");
        }
        return requests.get(place);
    }
}
