package io.github.dmsrec.predict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object for each session, as a rule one on each line. Ids are texts or integers; other keys are skipped. */
final class JsonSessions extends TextSessions {

    private static final String FORM = "{\"session\": \"a\", \"items\": [\"x\", \"y\"]}";

    private final JsonParser json;

    JsonSessions(Path path, SessionColumns columns, int mostClicks) {
        super(path, columns, mostClicks);
        try {
            json = JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .createParser(text.reader());
        } catch (IOException e) {
            throw text.mistake("line 1", e);
        }
    }

    @Override
    public void read(Sink sink) throws IOException {
        GivenSession session = next();
        while (session != null) {
            sink.accept(session);
            session = next();
        }
    }

    /** The next session; null at the end. What the file is to blame for is thrown as the user's mistake. */
    private @Nullable GivenSession next() {
        try {
            JsonToken token = json.nextToken();
            if (token == null) {
                return null;
            }
            if (token != JsonToken.START_OBJECT) {
                throw mistake(line(), "is " + kind(token) + ", but every line must be an object like " + FORM + ".");
            }
            return session();
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + path + "', line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ": is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + ". Every line must be an object like "
                            + FORM + ".",
                    e);
        } catch (IOException e) {
            throw text.mistake(line(), e);
        }
    }

    private GivenSession session() throws IOException {
        String begun = line();
        String id = null;
        List<String> items = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals(columns.session())) {
                id = id(value, "'" + key + "'");
            } else if (key.equals(columns.ofLists())) {
                items = items(value, key, id);
            } else {
                json.skipChildren();
            }
        }
        if (id == null || items == null) {
            throw mistake(
                    begun,
                    "the object has no key '" + (id == null ? columns.session() : columns.ofLists())
                            + "'. Write objects like " + FORM + ", or name the key with "
                            + (id == null ? "--session" : "--item") + ".");
        }
        if (items.isEmpty()) {
            throw mistake(begun, "session '" + id + "' has no items. Delete the line, or add the clicked items.");
        }
        return new GivenSession(id, items);
    }

    private List<String> items(JsonToken value, String key, @Nullable String session) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            throw mistake(line(), "'" + key + "' is " + kind(value) + ", but must be a list of ids like [\"x\", 2].");
        }
        List<String> items = new ArrayList<>();
        JsonToken element = json.nextToken();
        while (element != JsonToken.END_ARRAY) {
            if (items.size() == mostClicks) {
                throw tooLong(line(), session == null ? "?" : session);
            }
            items.add(id(element, "an element of '" + key + "'"));
            element = json.nextToken();
        }
        return items;
    }

    private String id(JsonToken value, String what) throws IOException {
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
            throw mistake(line(), what + " is " + kind(value) + ", but must be an id: a text or an integer.");
        }
        String id = json.getText();
        if (id.isBlank()) {
            throw mistake(line(), what + " is an empty text, but must be an id.");
        }
        return id;
    }

    private String line() {
        return "line " + json.currentTokenLocation().getLineNr();
    }

    private static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "missing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "no value";
        };
    }
}
