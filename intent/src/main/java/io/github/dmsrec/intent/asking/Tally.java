package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.reply.AnswerStyle;
import io.github.dmsrec.intent.reply.Repairs;
import io.github.dmsrec.intent.reply.TitleReading;

/** What questions used up, and what was dropped from their answers. For one thread. */
public final class Tally {

    private long attempts;
    private long promptTokens;
    private long completionTokens;
    private long outOfRange;
    private long duplicates;
    private long beyondLimit;
    private long hallucinated;
    private long cutOff;

    void addUsage(StoredAnswer answer) {
        attempts += answer.attempts();
        promptTokens += answer.promptTokens();
        completionTokens += answer.completionTokens();
    }

    public void addDropped(Repairs repairs) {
        outOfRange += repairs.outOfRange();
        duplicates += repairs.duplicates();
        beyondLimit += repairs.beyondLimit();
        hallucinated += repairs.hallucinated();
        cutOff += repairs.cutOff();
    }

    void add(Tally other) {
        attempts += other.attempts;
        promptTokens += other.promptTokens;
        completionTokens += other.completionTokens;
        outOfRange += other.outOfRange;
        duplicates += other.duplicates;
        beyondLimit += other.beyondLimit;
        hallucinated += other.hallucinated;
        cutOff += other.cutOff;
    }

    long attempts() {
        return attempts;
    }

    long promptTokens() {
        return promptTokens;
    }

    long completionTokens() {
        return completionTokens;
    }

    /** What was dropped, for the manifest; nothing is where titles are read as the published code does. */
    public void describeDropped(PromptOptions options, ObjectNode facts) {
        if (options.template().answers() == AnswerStyle.NUMBERS) {
            facts.putObject("droppedNumbers")
                    .put("outOfRange", outOfRange)
                    .put("duplicates", duplicates)
                    .put("beyondLimit", beyondLimit);
        } else if (options.titles() == TitleReading.MATCHED) {
            facts.putObject("droppedTitles")
                    .put("hallucinated", hallucinated)
                    .put("duplicates", duplicates)
                    .put("beyondLimit", beyondLimit)
                    .put("cutOff", cutOff);
        }
    }
}
