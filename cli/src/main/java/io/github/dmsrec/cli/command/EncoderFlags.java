package io.github.dmsrec.cli.command;

import io.github.dmsrec.intent.encode.EncoderOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which text encoder, and how it encodes. */
final class EncoderFlags {

    @Option(
            names = "--" + EncoderOptions.ENCODER,
            paramLabel = "DIR|openai:MODEL",
            description = "A folder with model.onnx and tokenizer.json, as exported from BERT-like models or"
                    + " sentence-transformers, or openai:MODEL behind an endpoint (default: the built-in MiniLM-L6).")
    private Optional<String> encoder = Optional.empty();

    @Option(
            names = "--" + EncoderOptions.POOLING,
            paramLabel = "HOW",
            description = "masked-mean, cls, or mean-over-all positions as published (default: as the folder's"
                    + " 1_Pooling/config.json says, else masked-mean).")
    private Optional<String> pooling = Optional.empty();

    @Option(
            names = "--" + EncoderOptions.PREFIX,
            paramLabel = "TEXT",
            description =
                    "Stands before every text, e.g. 'query: ' for E5 (default: the folder's default prompt, else none).")
    private Optional<String> prefix = Optional.empty();

    @Option(
            names = "--" + EncoderOptions.NORMALISE,
            paramLabel = "true|false",
            description = "Whether vectors get the length 1 (default: as the folder's modules.json says, else false).")
    private Optional<String> normalise = Optional.empty();

    @Option(
            names = "--" + EncoderOptions.MAX_LENGTH,
            paramLabel = "N",
            description =
                    "The most tokens of a text (default: as the folder's sentence_bert_config.json says, else 128).")
    private Optional<String> maxLength = Optional.empty();

    @Option(
            names = "--" + EncoderOptions.BASE_URL,
            paramLabel = "URL",
            description = "With openai:MODEL: the endpoint's address, e.g. http://localhost:8000/v1.")
    private Optional<String> baseUrl = Optional.empty();

    @Option(
            names = "--" + EncoderOptions.API_KEY_VARIABLE,
            paramLabel = "NAME",
            description = "With openai:MODEL: the environment variable that holds the endpoint's API key"
                    + " (default: OPENAI_API_KEY).")
    private Optional<String> apiKeyVariable = Optional.empty();

    /** Whether any of them was given. */
    boolean given() {
        return !map().isEmpty();
    }

    /**
     * The choice.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if it is none
     */
    EncoderOptions value() {
        return EncoderOptions.ofMap(map());
    }

    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        encoder.ifPresent(value -> map.put(EncoderOptions.ENCODER, value));
        pooling.ifPresent(value -> map.put(EncoderOptions.POOLING, value));
        prefix.ifPresent(value -> map.put(EncoderOptions.PREFIX, value));
        normalise.ifPresent(value -> map.put(EncoderOptions.NORMALISE, value));
        maxLength.ifPresent(value -> map.put(EncoderOptions.MAX_LENGTH, value));
        baseUrl.ifPresent(value -> map.put(EncoderOptions.BASE_URL, value));
        apiKeyVariable.ifPresent(value -> map.put(EncoderOptions.API_KEY_VARIABLE, value));
        return map;
    }
}
