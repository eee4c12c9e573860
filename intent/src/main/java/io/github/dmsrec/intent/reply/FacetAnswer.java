package io.github.dmsrec.intent.reply;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An answer about one item, validated: lower case, single blanks, no value twice, none that says nothing.
 *
 * @param values by facet in the order of the schema; facets without a usable value are left out, at least one is there
 * @param empty how many values were dropped because they say nothing, such as "none"
 * @param foreign how many were dropped because they have letters of another script
 * @param tooLong how many were dropped because they have too many words or letters
 * @param duplicates how many were dropped because the item has them already
 * @param beyondLimit how many were dropped because the facet has enough
 */
public record FacetAnswer(
        Map<String, List<String>> values, int empty, int foreign, int tooLong, int duplicates, int beyondLimit) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}_]+");
    private static final Pattern EDGES = Pattern.compile("^[\\p{P}\\p{S}\\s]+|[\\p{P}\\p{S}\\s]+$");
    private static final Pattern OTHER_LETTERS = Pattern.compile("[\\p{L}&&[^\\p{IsLatin}]]");
    private static final Pattern WORD_ENDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Set<String> SAYS_NOTHING = Set.of(
            "",
            "none",
            "n/a",
            "na",
            "null",
            "unknown",
            "other",
            "any",
            "not applicable",
            "not specified",
            "unspecified");

    /**
     * Reads an answer. Prose around the JSON object is tolerated, and so is a text with commas in place of an array.
     *
     * @param title a value that has words of it alone says nothing
     * @throws AnswerException if it is cut off, no object, or has no usable value
     */
    public static FacetAnswer parse(String text, FacetSchema schema, String title) throws AnswerException {
        JsonNode object = lastObject(ReasoningStripper.cutFrom(text), schema);
        Counting counting = new Counting(schema, words(title));
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (FacetSchema.Facet facet : schema.facets()) {
            List<String> kept = counting.values(facet, object.path(facet.name()));
            if (!kept.isEmpty()) {
                values.put(facet.name(), List.copyOf(kept));
            }
        }
        if (values.isEmpty()) {
            throw new AnswerException(
                    counting.foreign > 0 ? "only facets in another script" : "no usable facet in the answer");
        }
        return new FacetAnswer(
                values, counting.empty, counting.foreign, counting.tooLong, counting.duplicates, counting.beyondLimit);
    }

    private static Set<String> words(String text) {
        return Set.copyOf(List.of(WORD_ENDS.split(text.toLowerCase(Locale.ROOT))));
    }

    /** How many values there are. */
    public int count() {
        return values.values().stream().mapToInt(List::size).sum();
    }

    /** The last complete JSON object with one of the facets: an example that the model repeats comes before its answer. */
    private static JsonNode lastObject(String text, FacetSchema schema) throws AnswerException {
        JsonNode found = null;
        int from = text.indexOf('{');
        if (from < 0) {
            throw new AnswerException("no JSON in the answer");
        }
        while (from >= 0) {
            int next = from + 1;
            try (JsonParser parser = JSON.createParser(text.substring(from))) {
                JsonNode tree = JSON.readTree(parser);
                if (tree != null && schema.facets().stream().anyMatch(facet -> tree.has(facet.name()))) {
                    found = tree;
                    next = from + (int) parser.currentLocation().getCharOffset();
                }
            } catch (IOException e) {
                // This brace opens no JSON object; a later one may.
                next = from + 1;
            }
            from = text.indexOf('{', next);
        }
        if (found == null) {
            throw new AnswerException("truncated or malformed JSON");
        }
        return found;
    }

    /** Tidies values and counts what is dropped. For one answer. */
    private static final class Counting {

        private final FacetSchema schema;
        private final Set<String> titleWords;
        private final Set<String> seen = new LinkedHashSet<>();
        private int empty;
        private int foreign;
        private int tooLong;
        private int duplicates;
        private int beyondLimit;

        Counting(FacetSchema schema, Set<String> titleWords) {
            this.schema = schema;
            this.titleWords = titleWords;
        }

        List<String> values(FacetSchema.Facet facet, JsonNode node) {
            List<String> kept = new ArrayList<>();
            for (String raw : texts(node)) {
                String value = tidy(raw);
                if (SAYS_NOTHING.contains(value)
                        || value.equals(facet.name())
                        || titleWords.containsAll(words(value))) {
                    empty++;
                } else if (schema.script() == FacetSchema.Script.LATIN
                        && OTHER_LETTERS.matcher(value).find()) {
                    foreign++;
                } else if (value.length() > FacetSchema.MAX_LENGTH
                        || value.split(" ", -1).length > FacetSchema.MAX_WORDS) {
                    tooLong++;
                } else if (seen.contains(value)) {
                    duplicates++;
                } else if (kept.size() == facet.most()) {
                    beyondLimit++;
                } else {
                    seen.add(value);
                    kept.add(value);
                }
            }
            return kept;
        }

        private static List<String> texts(JsonNode node) {
            List<String> texts = new ArrayList<>();
            if (node.isTextual()) {
                texts.addAll(List.of(node.textValue().split("[,;|]", -1)));
            }
            for (JsonNode value : node) {
                texts.add(value.isValueNode() ? value.asText() : "");
            }
            return texts;
        }

        private static String tidy(String raw) {
            String text = Normalizer.normalize(raw, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
            return EDGES.matcher(BLANKS.matcher(text).replaceAll(" "))
                    .replaceAll("")
                    .strip();
        }
    }
}
