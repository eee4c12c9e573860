package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a folder of intents keeps for the sessions that come after it.
 *
 * @param shared the catalogue with all columns that a prompt may show, the vectors of all texts, the example of prompts
 * @param texts by number: the titles in the order of the catalogue, then what was written beyond them
 * @param format how the form of answers was asked for; null if nobody was asked
 */
public record LiveSetting(InferenceSetting shared, List<String> texts, @Nullable AnswerFormat format) {}
