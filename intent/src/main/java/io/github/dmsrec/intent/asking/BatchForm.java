package io.github.dmsrec.intent.asking;

import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.Serializable;
import java.util.Map;

/**
 * How an inferrer puts its questions in batch files, with nothing left to find out, so that other machines put the same ones.
 *
 * @param inferrer its name
 * @param options all of them by key, as {@link LanguageModelOptions#toMap} writes them
 * @param format how the answer's form is asked for
 */
public record BatchForm(String inferrer, Map<String, String> options, AnswerFormat format) implements Serializable {

    public BatchForm {
        options = Map.copyOf(options);
    }
}
