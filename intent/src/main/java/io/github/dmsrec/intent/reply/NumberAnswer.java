package io.github.dmsrec.intent.reply;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer by candidate numbers, validated.
 *
 * @param phrases the sentences by which the model names the intents, at most {@link NumberSchema#MAX_PHRASES}, with
 *     single blanks for runs of blanks and control characters
 * @param numbers the candidates picked, from 1, distinct, in the order of the answer; at least one
 * @param outOfRange how many numbers were dropped because no candidate has them
 * @param duplicates how many numbers were dropped because they came twice
 * @param beyondLimit how many numbers were dropped because enough had come before
 */
public record NumberAnswer(List<String> phrases, int[] numbers, int outOfRange, int duplicates, int beyondLimit) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ARRAY = Pattern.compile("\\[\\s*\\d+(?:\\s*,\\s*\\d+)*\\s*\\]");
    private static final Pattern LIST_LINE =
            Pattern.compile("(?:[^\\d:]*:)?[\\s*`(]*#?\\d+(?:\\s*(?:,|;|and|&|\\s)\\s*#?\\d+)*[\\s*`).]*");
    private static final Pattern NUMBERED_LINE = Pattern.compile("[\\s*#(-]*(\\d+)\\s*[.):\\]-].*");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'|“[^”]*”");
    private static final Pattern INTEGER = Pattern.compile("(?<![\\w.])\\d+(?![\\w])");

    /**
     * Reads an answer. Prose around the JSON object is tolerated; in the text format so are an array, a line of numbers,
     * and a list of lines that begin with a number.
     *
     * @param text the model's answer
     * @param format what the model was asked for
     * @param schema the bounds
     * @throws AnswerException if it is empty, cut off, or has no number of a candidate
     */
    public static NumberAnswer parse(String text, AnswerFormat format, NumberSchema schema) throws AnswerException {
        String spoken = ReasoningStripper.cutFrom(text);
        Optional<JsonNode> object = lastObject(spoken);
        if (object.isPresent()) {
            return ofObject(object.get(), schema);
        }
        if (spoken.indexOf('{') >= 0) {
            throw new AnswerException("truncated or malformed JSON");
        }
        if (format != AnswerFormat.TEXT) {
            throw new AnswerException("no JSON in the answer");
        }
        return validate(List.of(), numbersOf(spoken), 0, schema);
    }

    /** What was dropped. */
    public Repairs repairs() {
        return new Repairs(outOfRange, duplicates, beyondLimit, 0);
    }

    private static NumberAnswer ofObject(JsonNode object, NumberSchema schema) throws AnswerException {
        List<Long> numbers = new ArrayList<>();
        int unusable = 0;
        for (JsonNode id : object.path("ids")) {
            if (id.isNumber() && id.doubleValue() == Math.rint(id.doubleValue())) {
                numbers.add(id.longValue());
            } else if (id.isTextual() && id.textValue().strip().matches("\\d{1,9}")) {
                numbers.add(Long.parseLong(id.textValue().strip()));
            } else {
                unusable++;
            }
        }
        List<String> phrases = new ArrayList<>();
        for (JsonNode phrase : object.path("intents")) {
            if (phrase.isTextual() && !phrase.textValue().isBlank() && phrases.size() < NumberSchema.MAX_PHRASES) {
                phrases.add(BLANKS.matcher(phrase.textValue().strip()).replaceAll(" "));
            }
        }
        return validate(phrases, numbers, unusable, schema);
    }

    private static NumberAnswer validate(List<String> phrases, List<Long> numbers, int unusable, NumberSchema schema)
            throws AnswerException {
        int outOfRange = unusable;
        int duplicates = 0;
        int beyondLimit = 0;
        Set<Integer> kept = new LinkedHashSet<>();
        for (long number : numbers) {
            if (number < 1 || number > schema.candidates()) {
                outOfRange++;
            } else if (kept.contains((int) number)) {
                duplicates++;
            } else if (kept.size() == schema.maxPicks()) {
                beyondLimit++;
            } else {
                kept.add((int) number);
            }
        }
        if (kept.isEmpty()) {
            throw new AnswerException(
                    outOfRange > 0 ? "only numbers that no candidate has" : "no candidate number in the answer");
        }
        return new NumberAnswer(
                List.copyOf(phrases),
                kept.stream().mapToInt(Integer::intValue).toArray(),
                outOfRange,
                duplicates,
                beyondLimit);
    }

    /** The last complete JSON object with the key {@code ids}: examples that the model repeats come before its answer. */
    private static Optional<JsonNode> lastObject(String text) {
        Optional<JsonNode> found = Optional.empty();
        int from = text.indexOf('{');
        while (from >= 0) {
            int next = from + 1;
            try (JsonParser parser = JSON.createParser(text.substring(from))) {
                JsonNode tree = JSON.readTree(parser);
                if (tree != null && tree.path("ids").isArray()) {
                    found = Optional.of(tree);
                    next = from + (int) parser.currentLocation().getCharOffset();
                }
            } catch (IOException e) {
                // This brace opens no JSON object; a later one may.
                next = from + 1;
            }
            from = text.indexOf('{', next);
        }
        return found;
    }

    private static List<Long> numbersOf(String text) {
        Matcher array = ARRAY.matcher(text);
        if (array.find()) {
            return integers(array.group());
        }
        List<Long> leading = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (LIST_LINE.matcher(line).matches() && INTEGER.matcher(line).find()) {
                leading.addAll(integers(line));
            } else {
                Matcher numbered = NUMBERED_LINE.matcher(line);
                if (numbered.matches()) {
                    leading.addAll(integers(numbered.group(1)));
                }
            }
        }
        // Prose: titles hold numbers too, so what is quoted does not count.
        return leading.isEmpty() ? integers(QUOTED.matcher(text).replaceAll(" ")) : leading;
    }

    private static List<Long> integers(String text) {
        return INTEGER.matcher(text)
                .results()
                .map(match -> match.group().length() > 9 ? Long.MAX_VALUE : Long.parseLong(match.group()))
                .toList();
    }
}
