package io.github.dmsrec.intent.reply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The JSON schema of an answer about one item: a few short values for each facet.
 *
 * @param facets in the order in which they are asked for, at least one
 * @param script which letters values may have
 */
public record FacetSchema(List<Facet> facets, Script script) implements AnswerSchema {

    /** The most words of a value; longer ones are dropped. */
    public static final int MAX_WORDS = 4;

    /** The most letters of a value, blanks included. */
    public static final int MAX_LENGTH = 40;

    /**
     * One facet.
     *
     * @param name small letters, digits, blanks, hyphens and underscores
     * @param meaning what the model is told of it
     * @param most the most values, at least 1
     */
    public record Facet(String name, String meaning, int most) {}

    /** The letters that values may have. */
    public enum Script {
        /** Latin letters without accents, digits, hyphens and apostrophes: English. */
        LATIN,
        /** Any letters. */
        ANY
    }

    public FacetSchema {
        facets = List.copyOf(facets);
    }

    @Override
    public String name() {
        return "item_facets";
    }

    @Override
    public String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = root.putObject("properties");
        ArrayNode required = root.putArray("required");
        for (Facet facet : facets) {
            properties
                    .putObject(facet.name())
                    .put("type", "array")
                    .put("minItems", 1)
                    .put("maxItems", facet.most())
                    .putObject("items")
                    .put("type", "string");
            required.add(facet.name());
        }
        return root.put("additionalProperties", false).toString();
    }
}
