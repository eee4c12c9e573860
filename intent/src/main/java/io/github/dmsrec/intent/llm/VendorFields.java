package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import java.util.Map;
import java.util.Set;

/** Fields of a request that only one server knows; they go to the top level of the body as they are. */
final class VendorFields {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private VendorFields() {}

    /**
     * Reads them.
     *
     * @param given JSON by name
     * @param reserved names that the program sends itself
     * @throws UserMistakeException if one is no JSON, or reserved
     */
    static ObjectNode parse(Map<String, String> given, Set<String> reserved) {
        ObjectNode fields = JSON.createObjectNode();
        given.forEach((name, text) -> {
            if (reserved.contains(name)) {
                throw new UserMistakeException(
                        "The option 'vendor." + name + "' names a field that the program sends itself.",
                        "Use the inferrer's own option for it: temperature, seed, max-tokens, answer-format.");
            }
            fields.set(name, parse(name, text));
        });
        return fields;
    }

    private static JsonNode parse(String name, String text) {
        try {
            JsonNode value = JSON.readTree(text);
            if (!value.isMissingNode()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw wrong(name, text, e);
        }
        throw wrong(name, text, new IllegalArgumentException(text));
    }

    private static UserMistakeException wrong(String name, String text, Exception cause) {
        return new UserMistakeException(
                "The option 'vendor." + name + "' is '" + text + "', which is not JSON.",
                "Put a text in quotation marks: vendor." + name + "='\"" + text.replace("\"", "") + "\"'.",
                cause);
    }
}
