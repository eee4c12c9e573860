package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.util.Map;
import java.util.Optional;

/** The body of a chat completion as {@link OpenAiEndpoint} sends it, for files of requests. */
final class OpenAiBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiBody() {}

    /**
     * Writes it.
     *
     * @param vendor fields of the user's own
     */
    static ObjectNode of(
            EndpointSettings settings,
            ObjectNode vendor,
            String system,
            String user,
            AnswerFormat format,
            Optional<AnswerSchema> schema) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", settings.model());
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "system").put("content", system);
        messages.addObject().put("role", "user").put("content", user);
        settings.temperature().ifPresent(temperature -> body.put("temperature", temperature));
        body.put("seed", settings.seed());
        body.put(settings.own(OpenAiProvider.MAX_TOKENS_PARAMETER.key()), settings.maxTokens());
        if (format == AnswerFormat.JSON_OBJECT) {
            body.putObject("response_format").put("type", "json_object");
        } else if (format == AnswerFormat.JSON_SCHEMA) {
            AnswerSchema form = schema.orElseThrow();
            ObjectNode wrapped =
                    body.putObject("response_format").put("type", "json_schema").putObject("json_schema");
            wrapped.put("name", form.name()).put("strict", true).set("schema", parsed(form));
        }
        body.setAll(binding(vendor, format, schema));
        return body;
    }

    /** The fields that only one server knows: the user's, and the grammar where one is sent. */
    static ObjectNode binding(ObjectNode vendor, AnswerFormat format, Optional<AnswerSchema> schema) {
        ObjectNode fields = vendor.deepCopy();
        if (format == AnswerFormat.GRAMMAR) {
            fields.put("grammar", grammar(schema));
        } else if (format == AnswerFormat.STRUCTURED_OUTPUTS) {
            fields.putObject("structured_outputs").put("grammar", grammar(schema));
        }
        return fields;
    }

    /** The same as a map. */
    static Map<String, Object> asMap(ObjectNode fields) {
        return JSON.convertValue(fields, new TypeReference<>() {});
    }

    private static String grammar(Optional<AnswerSchema> schema) {
        return schema.flatMap(AnswerSchema::asTitles)
                .orElseThrow(() -> new IllegalArgumentException("only titles have a grammar"))
                .grammar();
    }

    private static ObjectNode parsed(AnswerSchema schema) {
        try {
            return (ObjectNode) JSON.readTree(schema.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema is not JSON", e);
        }
    }
}
