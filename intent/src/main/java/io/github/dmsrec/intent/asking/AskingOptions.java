package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How questions are asked, whatever they are about. Secrets are none of it.
 *
 * @param endpoint where the model is and how it samples
 * @param answers the folder of the store of answers
 * @param format how the answer's form is asked for; empty to try what the endpoint can
 * @param concurrency how many questions are under way at once at most, at least 1; fewer while the server is overloaded
 * @param attempts how often a question is asked at most in one run, at least 1; what a server is too busy for while it
 *     answers others does not count
 * @param maxFailedShare the largest share of questions that may fail, in [0, 1]
 * @param limits how fast questions may be asked, and when to stop
 */
public record AskingOptions(
        EndpointSettings endpoint,
        Path answers,
        Optional<AnswerFormat> format,
        int concurrency,
        int attempts,
        double maxFailedShare,
        RunLimits limits) {

    static final Option<Path> ANSWERS = Option.path("answers", "folder in which answers are kept", "runs/answers");
    private static final Option<Optional<AnswerFormat>> ANSWER_FORMAT = Option.optional(
            "answer-format",
            "how the form of answers is asked for; auto tries what the server honours",
            "auto",
            OptionType.oneOf(List.of(AnswerFormat.values()), AnswerFormat::label));
    private static final Option<Integer> CONCURRENCY = Option.integer(
            "concurrency",
            "most questions under way at once; fewer while the server is overloaded",
            8,
            1,
            Integer.MAX_VALUE);
    private static final Option<Integer> ATTEMPTS =
            Option.integer("attempts", "how often a question is asked at most in one run", 5, 1, Integer.MAX_VALUE);
    private static final Option<Double> MAX_FAILED_SHARE =
            Option.share("max-failed-share", "largest share of questions that may fail", 0.05);

    /** The options beside those of the endpoint, {@code answers} and the limits, in the order of help texts. */
    static final List<Option<?>> OPTIONS = List.of(ANSWER_FORMAT, CONCURRENCY, ATTEMPTS, MAX_FAILED_SHARE);

    /** Reads them from the values of a set that has all of them. */
    static AskingOptions read(OptionValues values, EndpointSettings endpoint) {
        return new AskingOptions(
                endpoint,
                values.get(ANSWERS),
                values.get(ANSWER_FORMAT),
                values.get(CONCURRENCY),
                values.get(ATTEMPTS),
                values.get(MAX_FAILED_SHARE),
                RunLimits.read(values));
    }

    /** As these, with another share of questions that may fail. */
    AskingOptions withMaxFailedShare(double share) {
        return new AskingOptions(endpoint, answers, format, concurrency, attempts, share, limits);
    }

    /** Adds every option beside those of the endpoint, {@code answers} and the limits. */
    void putInto(Map<String, String> map) {
        put(map, ANSWER_FORMAT, format);
        put(map, CONCURRENCY, concurrency);
        put(map, ATTEMPTS, attempts);
        put(map, MAX_FAILED_SHARE, maxFailedShare);
    }

    private static <T> void put(Map<String, String> map, Option<T> option, T value) {
        map.put(option.key(), option.type().format(value));
    }
}
