package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.NumberAnswer;
import io.github.dmsrec.intent.answer.PublishedAnswer;
import io.github.dmsrec.intent.infer.IntentText.Title;
import io.github.dmsrec.intent.infer.IntentText.Written;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes rows of raw answers, and counts what it drops. For one thread. */
final class AnswerReader {

    private final Catalogue catalogue;
    private final PromptStyle style;
    private final int maxPicks;
    private int outOfRange;
    private int duplicates;
    private int beyondLimit;

    AnswerReader(Catalogue catalogue, PromptStyle style, int maxPicks) {
        this.catalogue = catalogue;
        this.style = style;
        this.maxPicks = maxPicks;
    }

    /** Whether there is something to ask about: a clicked item and a candidate with a title. */
    static boolean askable(Catalogue catalogue, IntentRequest request) {
        return hasTitle(catalogue, request.session()) && hasTitle(catalogue, request.candidates());
    }

    private static boolean hasTitle(Catalogue catalogue, int[] items) {
        return Arrays.stream(items).anyMatch(item -> !catalogue.title(item).isBlank());
    }

    /** The row of a request that is not askable. */
    static InferredRow nothingToChoose() {
        return InferredRow.without(RowStatus.NOTHING_TO_CHOOSE, "no clicked item or no candidate has a title");
    }

    /**
     * Reads an answer.
     *
     * @param prompt what was asked
     * @param format how the answer's form was asked for
     * @param text the raw answer
     */
    InferredRow read(IntentRequest request, Prompt prompt, AnswerFormat format, String text) throws AnswerException {
        if (style == PromptStyle.PUBLISHED) {
            return published(catalogue, request, prompt, text);
        }
        NumberAnswer answer = NumberAnswer.parse(text, format, AskingRun.schema(prompt, maxPicks));
        outOfRange += answer.outOfRange();
        duplicates += answer.duplicates();
        beyondLimit += answer.beyondLimit();
        return indexed(request, prompt, answer);
    }

    /** Counts for the manifest. */
    void describe(ObjectNode facts) {
        facts.put("template", style.templateVersion());
        if (style == PromptStyle.INDEXED) {
            facts.putObject("droppedNumbers")
                    .put("outOfRange", outOfRange)
                    .put("duplicates", duplicates)
                    .put("beyondLimit", beyondLimit);
        }
    }

    private static InferredRow indexed(IntentRequest request, Prompt prompt, NumberAnswer answer) {
        List<IntentText> explicitIntents = new ArrayList<>();
        List<IntentText> latentIntents = new ArrayList<>();
        for (int number : answer.numbers()) {
            int item = prompt.shown()[number - 1];
            boolean clicked = Arrays.stream(request.session()).anyMatch(click -> click == item);
            (clicked ? explicitIntents : latentIntents).add(new Title(item));
        }
        return new InferredRow(
                RowStatus.ANSWERED,
                "",
                explicitIntents,
                latentIntents,
                prompt.shown(),
                answer.numbers(),
                answer.phrases());
    }

    private static InferredRow published(Catalogue catalogue, IntentRequest request, Prompt prompt, String text)
            throws AnswerException {
        Map<String, Integer> clickedItems = new HashMap<>();
        for (int item : request.session()) {
            clickedItems.putIfAbsent(catalogue.title(item), item);
        }
        PublishedAnswer answer = PublishedAnswer.parse(text, clickedItems.keySet());
        List<IntentText> explicitIntents = new ArrayList<>();
        for (String piece : answer.explicitPieces()) {
            Integer item = clickedItems.get(piece);
            if (item != null) {
                explicitIntents.add(new Title(item));
            }
        }
        List<IntentText> latentIntents =
                answer.latentPieces().stream().<IntentText>map(Written::new).toList();
        return new InferredRow(
                RowStatus.ANSWERED, "", explicitIntents, latentIntents, prompt.shown(), new int[0], List.of());
    }
}
