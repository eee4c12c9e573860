package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.server.api.Operation.Access;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the OpenAPI 3.1 document of operations, with the schemas of the very records that parse requests and make answers. */
public final class OpenApi {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final int[] PROBLEMS = {400, 404, 413, 415, 429, 503};

    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    private OpenApi() {}

    /** The document. */
    public static ObjectNode document(List<Operation> operations) {
        return new OpenApi().of(operations);
    }

    private ObjectNode of(List<Operation> operations) {
        ObjectNode document = object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "dmsrec")
                .put("version", Version.current())
                .put("description", "Session-based recommendations.");
        ObjectNode paths = document.putObject("paths");
        for (Operation operation : operations) {
            paths.withObject("/" + operation.path().replace("~", "~0").replace("/", "~1"))
                    .set(operation.method().toLowerCase(Locale.ROOT), operation(operation));
        }
        ObjectNode components = document.putObject("components");
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("apiKey")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The API key, where the server has one.");
        schemes.putObject("adminKey")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The admin key.");
        schema(Problem.class);
        ObjectNode all = components.putObject("schemas");
        schemas.forEach(all::set);
        return document;
    }

    private ObjectNode operation(Operation operation) {
        ObjectNode node = object().put("operationId", operation.id()).put("summary", operation.summary());
        if (operation.access() != Access.OPEN) {
            ArrayNode security = node.putArray("security");
            security.addObject().putArray(operation.access() == Access.API ? "apiKey" : "adminKey");
            if (operation.access() == Access.API) {
                security.addObject();
            }
        }
        if (!operation.parameters().isEmpty()) {
            ArrayNode parameters = node.putArray("parameters");
            for (Operation.Parameter parameter : operation.parameters()) {
                parameters
                        .addObject()
                        .put("name", parameter.name())
                        .put("in", parameter.place())
                        .put("required", parameter.place().equals("path"))
                        .put("description", parameter.description())
                        .putObject("schema")
                        .put("type", parameter.type());
            }
        }
        boolean lines = operation.contentType().equals(Operation.LINES);
        if (operation.body() != null) {
            node.putObject("requestBody")
                    .put("required", true)
                    .putObject("content")
                    .putObject(lines ? Operation.LINES : Operation.JSON)
                    .set("schema", schema(operation.body()));
        }
        ObjectNode responses = node.putObject("responses");
        ObjectNode good = responses
                .putObject(Integer.toString(operation.status()))
                .put("description", operation.status() == 204 ? "Done." : "The answer.");
        if (operation.answer() != null) {
            good.putObject("content").putObject(operation.contentType()).set("schema", schema(operation.answer()));
        } else if (operation.status() != 204) {
            good.putObject("content")
                    .putObject(operation.contentType())
                    .putObject("schema")
                    .put("type", operation.contentType().equals(Operation.JSON) ? "object" : "string");
        }
        if (operation.access() != Access.OPEN) {
            for (int status : PROBLEMS) {
                problem(responses, status);
            }
            problem(responses, operation.access() == Access.API ? 401 : 403);
        }
        return node;
    }

    private void problem(ObjectNode responses, int status) {
        responses
                .putObject(Integer.toString(status))
                .put("description", "A problem.")
                .putObject("content")
                .putObject("application/problem+json")
                .set("schema", schema(Problem.class));
    }

    /** A reference to the schema of a record, which is added to the document. */
    private ObjectNode schema(Class<?> type) {
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            ObjectNode schema = object().put("type", "object");
            schemas.put(name, schema);
            describe(schema, type.getAnnotation(SchemaDescription.class));
            ObjectNode properties = schema.putObject("properties");
            for (RecordComponent component : type.getRecordComponents()) {
                ObjectNode property = property(component.getGenericType());
                describe(property, component.getAnnotation(SchemaDescription.class));
                properties.set(name(component), property);
            }
            schema.put("additionalProperties", false);
        }
        return object().put("$ref", SCHEMAS + name);
    }

    private static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    private ObjectNode property(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                ObjectNode list = object().put("type", "array");
                list.set("items", property(arguments[0]));
                return list;
            }
            ObjectNode map = object().put("type", "object");
            map.set("additionalProperties", property(arguments[1]));
            return map;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return schema(plain);
        }
        if (plain == String.class) {
            return object().put("type", "string");
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return object().put("type", "boolean");
        }
        if (plain == double.class || plain == Double.class) {
            return object().put("type", "number");
        }
        return object().put("type", "integer");
    }

    private static void describe(ObjectNode schema, @Nullable SchemaDescription described) {
        if (described == null) {
            throw new IllegalStateException("a record of requests or answers has a part without @Described");
        }
        schema.put("description", described.value());
        if (described.words().length > 0) {
            ArrayNode words = schema.putArray("enum");
            Arrays.stream(described.words()).forEach(words::add);
        }
        if (!Double.isNaN(described.least())) {
            schema.put("minimum", described.least());
        }
        if (!Double.isNaN(described.most())) {
            schema.put("maximum", described.most());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
