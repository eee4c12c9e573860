package io.github.dmsrec.intent.reply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The form of an answer that can hold nothing but titles of a row's candidates. Immutable.
 *
 * @param titles of the candidates in the order shown, each on one line, at most {@link #LONGEST} characters; several may be
 *     equal, and an empty one is not to be named. At least one is not empty
 * @param maxPicks the most titles of an answer, at least 1
 */
public record TitleSchema(List<String> titles, int maxPicks) implements AnswerSchema {

    /** The key of the titles in an answer as JSON. */
    public static final String KEY = "titles";

    /** Longer titles are bound by their beginning: an answer of whole ones would exceed its limit of tokens. */
    public static final int LONGEST = 200;

    public TitleSchema {
        titles = List.copyOf(titles);
        if (titles.stream().allMatch(String::isEmpty) || maxPicks < 1) {
            throw new IllegalArgumentException("no title to choose, or no pick allowed: " + titles + ", " + maxPicks);
        }
    }

    @Override
    public String name() {
        return "session_titles";
    }

    @Override
    public String json() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode array = schema.putObject("properties").putObject(KEY).put("type", "array");
        ArrayNode choices = array.putObject("items").put("type", "string").putArray("enum");
        distinct().forEach(choices::add);
        array.put("minItems", 1).put("maxItems", maxPicks);
        schema.putArray("required").add(KEY);
        return schema.put("additionalProperties", false).toString();
    }

    /**
     * The same as a grammar of llama.cpp (GBNF), which vLLM reads as well: titles, one a line. That titles differ cannot be
     * said in a grammar of sensible size, so repeated ones are dropped when the answer is read.
     */
    public String grammar() {
        String root = maxPicks == 1 ? "title" : "title (\"\\n\" title){0," + (maxPicks - 1) + "}";
        return "root ::= " + root + "\ntitle ::= "
                + distinct().stream().map(TitleSchema::literal).collect(Collectors.joining(" | ")) + "\n";
    }

    private Set<String> distinct() {
        Set<String> distinct = new LinkedHashSet<>(titles);
        distinct.remove("");
        return distinct;
    }

    /** Quotation marks and backslashes are the only characters that end or change a literal; titles have no line breaks. */
    private static String literal(String title) {
        return '"' + title.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The beginning of a title as it is bound. */
    public static String bound(String title) {
        return title.codePointCount(0, title.length()) <= LONGEST
                ? title
                : title.substring(0, title.offsetByCodePoints(0, LONGEST)).stripTrailing();
    }
}
