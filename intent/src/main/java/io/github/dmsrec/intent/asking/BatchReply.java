package io.github.dmsrec.intent.asking;

import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.inferrer.InferredRow;
import org.jspecify.annotations.Nullable;

/**
 * What a line of a batch file says about its question.
 *
 * @param stored as it is kept in a store of answers
 * @param row the intents; null if the answer is not usable
 */
public record BatchReply(StoredAnswer stored, @Nullable InferredRow row) {}
