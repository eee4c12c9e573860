package io.github.dmsrec.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes sessions of rows of clicks. For one thread. */
final class SessionRows {

    private final SessionFile file;
    private final String unit;
    private final SessionFile.Sink sink;
    private final SessionPlaces begun = new SessionPlaces();
    private @Nullable String current;
    private final List<String> items = new ArrayList<>();

    /**
     * @param file where the rows come from
     * @param unit what a place of it is called
     * @param sink takes the sessions
     */
    SessionRows(SessionFile file, String unit, SessionFile.Sink sink) {
        this.file = file;
        this.unit = unit;
        this.sink = sink;
    }

    /**
     * Takes a click.
     *
     * @param place the line or row, from 1
     * @throws io.github.dmsrec.core.UserMistakeException if an id is blank, the session is too long, or it began earlier and
     *     was interrupted by another one
     */
    void add(long place, String session, String item) throws IOException {
        if (session.isBlank()) {
            throw file.mistake(
                    unit + " " + place, "the id of the session is empty. Fill it in, or delete the " + unit + ".");
        }
        if (item.isBlank()) {
            throw file.mistake(
                    unit + " " + place,
                    "session '" + session + "' has an empty item. Fill it in, or delete the " + unit + ".");
        }
        if (!session.equals(current)) {
            end();
            long earlier = begun.put(session, place);
            if (earlier > 0) {
                throw file.mistake(
                        unit + " " + place,
                        "session '" + session + "' continues here, but began in " + unit + " " + earlier
                                + " and was interrupted by another one. Sort the file by session, and by click order in"
                                + " each session.");
            }
            current = session;
        }
        if (items.size() == file.mostClicks) {
            throw file.tooLong(unit + " " + place, session);
        }
        items.add(item);
    }

    /** Ends the last session. */
    void end() throws IOException {
        if (current != null) {
            sink.accept(new GivenSession(current, items));
            items.clear();
        }
    }
}
