package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.answers.store.AnswerPace;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a run would ask.
 *
 * @param rows all rows
 * @param withoutTitle those that ask nothing, because nothing in them has a title
 * @param distinct the different questions of the others
 * @param answered how many questions have a usable answer already
 * @param failedBefore how many of the others were asked by an earlier run in vain
 * @param open how many are to be asked: {@code distinct - answered}
 * @param promptTokens of all open questions together; the few that the chat template adds to each are among them where earlier
 *     answers tell
 * @param answerTokens of all their answers together: by the mean of earlier answers, else {@link #USUAL_ANSWER} each
 * @param counted how many prompts were counted with the model's tokenizer; the others follow from their length. 0 if all
 *     are estimated
 * @param promptsKnown whether they are estimated by the tokens of earlier answers' prompts, else at 4 characters a token
 * @param answersKnown whether there were earlier answers to go by
 * @param pace how fast the model answered such questions earlier; null if no answer has a time
 * @param template the words of the questions, with their version: they tell answers by titles from those by numbers
 * @param format how answers are asked for
 * @param formatKnown whether the endpoint was seen to honour it, or the user chose it
 * @param examples up to three prompts from the first, the middle and the last of the open questions
 */
public record AskingPlan(
        int rows,
        int withoutTitle,
        int distinct,
        int answered,
        int failedBefore,
        int open,
        long promptTokens,
        long answerTokens,
        int counted,
        boolean promptsKnown,
        boolean answersKnown,
        @Nullable AnswerPace pace,
        String template,
        AnswerFormat format,
        boolean formatKnown,
        List<Prompt> examples) {

    /** What an answer of up to three phrases and five numbers takes. */
    public static final int USUAL_ANSWER = 60;

    private static final int COUNTED = 2000;
    private static final int EXAMPLES = 3;

    /**
     * Looks up what is to be asked.
     *
     * @param model what its answers are kept under
     * @param store empty if there is none yet
     */
    static AskingPlan of(
            String model,
            QuestionList questions,
            boolean formatKnown,
            Optional<AnswerStore> store,
            Optional<TokenCounter> tokens,
            Progress progress) {
        WorkList work = WorkList.of(questions, store, progress);
        int open = work.open().cardinality();
        OptionalDouble earlier = work.charactersPerToken();
        double promptTokens = work.openCharacters() / earlier.orElse(Budget.CHARACTERS_PER_TOKEN);
        int counted = 0;
        if (tokens.isPresent() && open > 0) {
            long sum = 0;
            long characters = 0;
            for (Question question : spread(questions, work.open(), COUNTED)) {
                sum += tokens.get().count(question.prompt().system())
                        + tokens.get().count(question.prompt().user());
                characters += question.characters();
                counted++;
            }
            promptTokens = (double) work.openCharacters() * sum / characters;
        }
        boolean answersKnown = work.answered() > 0 && work.before().completionTokens() > 0;
        double answer = answersKnown ? (double) work.before().completionTokens() / work.answered() : USUAL_ANSWER;
        return new AskingPlan(
                work.rows(),
                work.withoutTitle(),
                work.distinct(),
                work.answered(),
                work.failedBefore(),
                open,
                Math.round(promptTokens),
                Math.round(open * answer),
                counted,
                counted == 0 && earlier.isPresent(),
                answersKnown,
                open == 0
                        ? null
                        : store.flatMap(kept -> kept.pace(model, questions.template()))
                                .orElse(null),
                questions.template(),
                questions.format(),
                formatKnown,
                spread(questions, work.open(), EXAMPLES).stream()
                        .map(Question::prompt)
                        .toList());
    }

    /** Up to so many questions, evenly spread from the first to the last. */
    private static List<Question> spread(QuestionList questions, BitSet rows, int most) {
        int all = rows.cardinality();
        int count = Math.min(most, all);
        List<Question> chosen = new ArrayList<>(count);
        int at = 0;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1), at++) {
            int wanted = count == 1 ? 0 : (int) ((long) chosen.size() * (all - 1) / Math.max(1, count - 1));
            if (chosen.size() < count && at == wanted) {
                chosen.add(questions.of(row).orElseThrow());
            }
        }
        return chosen;
    }
}
