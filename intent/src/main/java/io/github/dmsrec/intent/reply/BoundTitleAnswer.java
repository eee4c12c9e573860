package io.github.dmsrec.intent.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An answer by titles of a model that could write no others: one a line, or in a JSON object. A title that is not written
 * exactly as it was shown is looked up by its words ({@link TitleAnswer#normal}); what is no title at all is dropped and
 * counted. Of candidates with one title the first shown is meant, then the next. Of lines that the limit of tokens cut off, all
 * but the last are whole and count.
 *
 * @param numbers the candidates named, from 1 in the order shown, distinct, in the order of the answer; at least one
 * @param repairs what was dropped
 */
public record BoundTitleAnswer(int[] numbers, Repairs repairs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads an answer.
     *
     * @param text the model's answer
     * @param format {@link AnswerFormat#JSON_SCHEMA} for JSON, any other for lines
     * @param cutOff whether the limit of tokens ended it
     * @param schema what the model was bound to
     * @throws AnswerException if it is empty, cut off, or names no candidate
     */
    public static BoundTitleAnswer parse(String text, AnswerFormat format, boolean cutOff, TitleSchema schema)
            throws AnswerException {
        String spoken = ReasoningStripper.cutFrom(text);
        List<String> entries = format == AnswerFormat.JSON_SCHEMA
                ? ofObject(spoken)
                : spoken.lines().toList();
        if (cutOff) {
            // The beginning of a title may be another title.
            entries = entries.subList(0, format.isLines() ? entries.size() - 1 : 0);
            if (entries.isEmpty()) {
                throw AnswerException.cutOff();
            }
        }
        Set<Integer> picks = new LinkedHashSet<>();
        int duplicates = 0;
        int beyondLimit = 0;
        int hallucinated = 0;
        for (String entry : entries) {
            List<Integer> named = named(entry.strip(), schema.titles());
            int next = named.stream()
                    .filter(number -> !picks.contains(number))
                    .findFirst()
                    .orElse(0);
            if (entry.isBlank()) {
                continue;
            }
            if (named.isEmpty()) {
                hallucinated++;
            } else if (next == 0) {
                duplicates++;
            } else if (picks.size() == schema.maxPicks()) {
                beyondLimit++;
            } else {
                picks.add(next);
            }
        }
        if (picks.isEmpty()) {
            throw new AnswerException("no title of a candidate in the answer");
        }
        return new BoundTitleAnswer(
                picks.stream().mapToInt(Integer::intValue).toArray(),
                new Repairs(0, duplicates, beyondLimit, hallucinated, cutOff ? 1 : 0));
    }

    private static List<Integer> named(String entry, List<String> titles) {
        List<Integer> exact = new ArrayList<>();
        for (int i = 0; i < titles.size(); i++) {
            if (!titles.get(i).isEmpty() && titles.get(i).equals(entry)) {
                exact.add(i + 1);
            }
        }
        if (!exact.isEmpty()) {
            return exact;
        }
        String normal = TitleAnswer.normal(entry);
        List<Integer> alike = new ArrayList<>();
        for (int i = 0; i < titles.size() && !normal.isEmpty(); i++) {
            if (TitleAnswer.normal(titles.get(i)).equals(normal)) {
                alike.add(i + 1);
            }
        }
        return alike;
    }

    private static List<String> ofObject(String text) throws AnswerException {
        JsonNode titles;
        try {
            titles = JSON.readTree(text).path(TitleSchema.KEY);
        } catch (JsonProcessingException e) {
            throw new AnswerException("truncated or malformed JSON");
        }
        if (!titles.isArray()) {
            throw new AnswerException("no JSON in the answer");
        }
        List<String> entries = new ArrayList<>();
        titles.forEach(title -> entries.add(title.asText()));
        return entries;
    }
}
