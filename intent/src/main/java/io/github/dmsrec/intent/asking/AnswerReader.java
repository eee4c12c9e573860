package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import io.github.dmsrec.intent.reply.AnswerStyle;
import io.github.dmsrec.intent.reply.BoundTitleAnswer;
import io.github.dmsrec.intent.reply.NumberAnswer;
import io.github.dmsrec.intent.reply.PublishedAnswer;
import io.github.dmsrec.intent.reply.Repairs;
import io.github.dmsrec.intent.reply.TitleAnswer;
import io.github.dmsrec.intent.reply.TitleReading;
import io.github.dmsrec.intent.reply.TitleSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes rows of raw answers. Safe for use by several threads. */
public final class AnswerReader {

    private final Catalogue catalogue;
    private final PromptOptions options;

    /** By item; a title stands in the candidates of many rows. */
    private final Map<Integer, List<String>> names = new ConcurrentHashMap<>();

    public AnswerReader(Catalogue catalogue, PromptOptions options) {
        this.catalogue = catalogue;
        this.options = options;
    }

    /** Whether there is something to ask about: a clicked item and a candidate with a title. */
    public static boolean askable(Catalogue catalogue, IntentRequest request) {
        return hasTitle(catalogue, request.session()) && hasTitle(catalogue, request.candidates());
    }

    private static boolean hasTitle(Catalogue catalogue, int[] items) {
        return Arrays.stream(items).anyMatch(item -> !catalogue.title(item).isBlank());
    }

    /** The row of a request that is not askable. */
    public static InferredRow nothingToChoose() {
        return InferredRow.without(RowStatus.NOTHING_TO_CHOOSE, "no clicked item or no candidate has a title");
    }

    /**
     * Reads an answer.
     *
     * @param prompt what was asked
     * @param format how the answer's form was asked for
     * @param text the raw answer
     * @param cutOff whether the limit of tokens ended it: only titles before the last line count then
     * @throws AnswerException if it is not usable
     */
    public InferredRow read(IntentRequest request, Prompt prompt, AnswerFormat format, String text, boolean cutOff)
            throws AnswerException {
        if (cutOff && !(options.template().answers() == AnswerStyle.TITLES && format.isLines())) {
            throw AnswerException.cutOff();
        }
        if (options.template().answers() == AnswerStyle.NUMBERS) {
            NumberAnswer answer = NumberAnswer.parse(text, format, AskingRun.schema(prompt, options.maxPicks()));
            return picked(request, prompt, answer.numbers(), answer.phrases(), answer.repairs());
        }
        if (format.needsSchema()) {
            return bound(request, prompt, format, text, cutOff);
        }
        return options.titles() == TitleReading.MATCHED
                ? matched(request, prompt, text)
                : published(request, prompt, text);
    }

    private InferredRow bound(IntentRequest request, Prompt prompt, AnswerFormat format, String text, boolean cutOff)
            throws AnswerException {
        TitleSchema schema = options.schema(catalogue, prompt.shown(), format)
                .flatMap(AnswerSchema::asTitles)
                .orElseThrow(() -> new AnswerException("no candidate has a title"));
        BoundTitleAnswer answer = BoundTitleAnswer.parse(text, format, cutOff, schema);
        return picked(request, prompt, answer.numbers(), List.of(), answer.repairs());
    }

    private static InferredRow picked(
            IntentRequest request, Prompt prompt, int[] numbers, List<String> phrases, Repairs repairs) {
        List<IntentText> explicitIntents = new ArrayList<>();
        List<IntentText> latentIntents = new ArrayList<>();
        for (int number : numbers) {
            int item = prompt.shown()[number - 1];
            boolean clicked = Arrays.stream(request.session()).anyMatch(click -> click == item);
            (clicked ? explicitIntents : latentIntents).add(new Title(item));
        }
        return new InferredRow(
                RowStatus.ANSWERED, "", explicitIntents, latentIntents, prompt.shown(), numbers, phrases, repairs);
    }

    private InferredRow matched(IntentRequest request, Prompt prompt, String text) throws AnswerException {
        int[] candidates = request.candidates();
        List<List<String>> known =
                Arrays.stream(candidates).mapToObj(this::namesOf).toList();
        // A model that was told no limit keeps to none.
        int limit = options.template().statesLimit() ? options.maxPicks() : Integer.MAX_VALUE;
        TitleAnswer answer = TitleAnswer.parse(text, known, limit);
        int[] numbers = Arrays.stream(answer.picks())
                .map(rank -> 1 + placeOf(candidates[rank], prompt.shown()))
                .toArray();
        return picked(request, prompt, numbers, List.of(), answer.repairs());
    }

    private static int placeOf(int item, int[] shown) {
        int place = 0;
        while (shown[place] != item) {
            place++;
        }
        return place;
    }

    private List<String> namesOf(int item) {
        return names.computeIfAbsent(item, key -> options.namesOf(catalogue, key).stream()
                .map(TitleAnswer::normal)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList());
    }

    private InferredRow published(IntentRequest request, Prompt prompt, String text) throws AnswerException {
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
                RowStatus.ANSWERED,
                "",
                explicitIntents,
                latentIntents,
                prompt.shown(),
                new int[0],
                List.of(),
                Repairs.NONE);
    }
}
