package io.github.dmsrec.intent.infer;

import io.github.dmsrec.intent.answer.NumberAnswer;
import io.github.dmsrec.intent.store.StoredAnswer;

/** What questions used up, and what was dropped from their answers. For one thread. */
final class Tally {

    private long attempts;
    private long promptTokens;
    private long completionTokens;
    private long outOfRange;
    private long duplicates;
    private long beyondLimit;

    void addUsage(StoredAnswer answer) {
        attempts += answer.attempts();
        promptTokens += answer.promptTokens();
        completionTokens += answer.completionTokens();
    }

    void addDropped(NumberAnswer answer) {
        outOfRange += answer.outOfRange();
        duplicates += answer.duplicates();
        beyondLimit += answer.beyondLimit();
    }

    void add(Tally other) {
        attempts += other.attempts;
        promptTokens += other.promptTokens;
        completionTokens += other.completionTokens;
        outOfRange += other.outOfRange;
        duplicates += other.duplicates;
        beyondLimit += other.beyondLimit;
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

    /** Numbers that no candidate has. */
    long outOfRange() {
        return outOfRange;
    }

    /** Numbers that came twice. */
    long duplicates() {
        return duplicates;
    }

    /** Numbers after enough had come. */
    long beyondLimit() {
        return beyondLimit;
    }
}
