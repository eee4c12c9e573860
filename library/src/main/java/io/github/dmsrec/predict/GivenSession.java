package io.github.dmsrec.predict;

import java.util.List;

/**
 * A session as a file has it.
 *
 * @param id of the session
 * @param items the ids of the clicked items, oldest first, at least one
 */
public record GivenSession(String id, List<String> items) {

    public GivenSession {
        items = List.copyOf(items);
    }
}
