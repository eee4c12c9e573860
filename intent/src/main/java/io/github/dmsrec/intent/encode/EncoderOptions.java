package io.github.dmsrec.intent.encode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.llm.BaseUrl;
import io.github.dmsrec.intent.llm.OpenAiProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Which encoder, and how texts become vectors. What is not given is what the encoder's own files say, or else the masked
 * mean over at most 128 tokens without prefix or normalisation.
 *
 * @param source what encodes
 * @param pooling how the vectors of the tokens become one
 * @param prefix stands before every text
 * @param normalise whether vectors get the length 1
 * @param maxLength the most tokens of a text
 */
public record EncoderOptions(
        Source source,
        Optional<Pooling> pooling,
        Optional<String> prefix,
        Optional<Boolean> normalise,
        OptionalInt maxLength) {

    /** The key of the encoder: a folder, {@value #BUILT_IN}, or {@value #ENDPOINT_PREFIX} and a model. */
    public static final String ENCODER = "encoder";

    /** The key of the pooling. */
    public static final String POOLING = "encoder-pooling";

    /** The key of the prefix. */
    public static final String PREFIX = "encoder-prefix";

    /** The key of the normalisation. */
    public static final String NORMALISE = "encoder-normalise";

    /** The key of the maximum length. */
    public static final String MAX_LENGTH = "encoder-max-length";

    /** The key of an endpoint's address. */
    public static final String BASE_URL = "encoder-base-url";

    /** The key of the environment variable with an endpoint's API key. */
    public static final String API_KEY_VARIABLE = "encoder-api-key-variable";

    /** The built-in all-MiniLM-L6-v2. */
    public static final String BUILT_IN = "built-in";

    /** How many numbers a vector of the built-in encoder has. */
    public static final int BUILT_IN_DIMENSION = 384;

    /** What the name of an endpoint's model follows. */
    public static final String ENDPOINT_PREFIX = "openai:";

    private static final List<String> KEYS =
            List.of(ENCODER, POOLING, PREFIX, NORMALISE, MAX_LENGTH, BASE_URL, API_KEY_VARIABLE);
    private static final String USUAL_API_KEY_VARIABLE = "OPENAI_API_KEY";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What encodes. */
    public sealed interface Source {

        /** The built-in all-MiniLM-L6-v2. */
        record BuiltIn() implements Source {}

        /** A folder with {@code model.onnx} and {@code tokenizer.json}. */
        record Folder(Path path) implements Source {}

        /** A model behind an OpenAI-compatible endpoint. The API key is not part of it. */
        record Endpoint(String model, String baseUrl, String apiKeyVariable) implements Source {}
    }

    /** The built-in encoder. */
    public static EncoderOptions builtIn() {
        return ofMap(Map.of());
    }

    /** Every key, in the order of help texts. */
    public static List<String> keys() {
        return KEYS;
    }

    /**
     * Reads the choices.
     *
     * @param given by key, see {@link #keys}
     * @throws UserMistakeException that names all mistakes
     */
    public static EncoderOptions ofMap(Map<String, String> given) {
        List<String> problems = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        KEYS.forEach(unknown::remove);
        unknown.forEach(key -> problems.add("'" + key + "' is not an option of an encoder"));
        Source source = source(given, problems);
        Optional<Pooling> pooling = Optional.ofNullable(given.get(POOLING)).flatMap(Pooling::ofLabel);
        if (given.containsKey(POOLING) && pooling.isEmpty()) {
            problems.add("'" + POOLING + "' is '" + given.get(POOLING) + "', but must be one of "
                    + String.join(", ", Pooling.labels()));
        }
        Optional<Boolean> normalise = Optional.ofNullable(given.get(NORMALISE)).map("true"::equals);
        if (normalise.isPresent() && !List.of("true", "false").contains(given.get(NORMALISE))) {
            problems.add("'" + NORMALISE + "' is '" + given.get(NORMALISE) + "', but must be true or false");
        }
        OptionalInt maxLength = maxLength(Optional.ofNullable(given.get(MAX_LENGTH)), problems);
        if (source instanceof Source.Endpoint) {
            for (String key : List.of(POOLING, MAX_LENGTH)) {
                if (given.containsKey(key)) {
                    problems.add("'" + key + "' is given, but an endpoint pools and cuts texts itself");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new UserMistakeException(
                    "The encoder cannot be as described: " + String.join("; ", problems) + ".",
                    "Check the spelling; the options are " + String.join(", ", KEYS) + ".");
        }
        return new EncoderOptions(source, pooling, Optional.ofNullable(given.get(PREFIX)), normalise, maxLength);
    }

    private static Source source(Map<String, String> given, List<String> problems) {
        String encoder = given.getOrDefault(ENCODER, BUILT_IN).strip();
        String baseUrl = given.getOrDefault(BASE_URL, "").strip();
        if (encoder.startsWith(ENDPOINT_PREFIX)) {
            String model = encoder.substring(ENDPOINT_PREFIX.length());
            if (model.isBlank()) {
                problems.add("'" + ENCODER + "' is '" + encoder + "' and names no model");
            }
            if (baseUrl.isEmpty()) {
                problems.add("'" + encoder + "' needs '" + BASE_URL + "', such as http://localhost:8000/v1");
            } else {
                baseUrl = BaseUrl.checked(baseUrl, OpenAiProvider.ADDRESSES);
            }
            return new Source.Endpoint(model, baseUrl, given.getOrDefault(API_KEY_VARIABLE, USUAL_API_KEY_VARIABLE));
        }
        for (String key : List.of(BASE_URL, API_KEY_VARIABLE)) {
            if (given.containsKey(key)) {
                problems.add("'" + key + "' is given, but the encoder '" + encoder + "' is not an endpoint ('"
                        + ENDPOINT_PREFIX + "MODEL')");
            }
        }
        return encoder.equals(BUILT_IN) ? new Source.BuiltIn() : new Source.Folder(Path.of(encoder));
    }

    private static OptionalInt maxLength(Optional<String> text, List<String> problems) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        String number = text.get().strip();
        if (number.matches("\\d{1,6}") && Integer.parseInt(number) >= EncodingSettings.LEAST_MAX_LENGTH) {
            return OptionalInt.of(Integer.parseInt(number));
        }
        problems.add("'" + MAX_LENGTH + "' is '" + number + "', but must be an integer from "
                + EncodingSettings.LEAST_MAX_LENGTH + " to 999999");
        return OptionalInt.empty();
    }

    /** What was chosen, by key; what was not is left out. A folder is absolute. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        if (source instanceof Source.Folder folder) {
            map.put(ENCODER, folder.path().toAbsolutePath().normalize().toString());
        } else if (source instanceof Source.Endpoint endpoint) {
            map.put(ENCODER, ENDPOINT_PREFIX + endpoint.model());
            map.put(BASE_URL, endpoint.baseUrl());
            map.put(API_KEY_VARIABLE, endpoint.apiKeyVariable());
        } else {
            map.put(ENCODER, BUILT_IN);
        }
        pooling.ifPresent(value -> map.put(POOLING, value.label()));
        prefix.ifPresent(value -> map.put(PREFIX, value));
        normalise.ifPresent(value -> map.put(NORMALISE, value.toString()));
        maxLength.ifPresent(value -> map.put(MAX_LENGTH, Integer.toString(value)));
        return map;
    }

    /** All choices in one text for a manifest: the encoder alone where nothing else was chosen, else a JSON object. */
    public String toText() {
        Map<String, String> map = toMap();
        try {
            return map.size() == 1 ? map.getOrDefault(ENCODER, BUILT_IN) : JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot be written as JSON", e);
        }
    }

    /** Reads {@link #toText}. */
    public static EncoderOptions ofText(String text) {
        if (!text.startsWith("{")) {
            return ofMap(Map.of(ENCODER, text));
        }
        try {
            return ofMap(JSON.readValue(text, new TypeReference<Map<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "The manifest describes its encoder by '" + text + "', which cannot be read.",
                    "Make the folder again: its manifest was edited.",
                    e);
        }
    }

    /**
     * Loads the encoder, with a cache in front of it. The API key of an endpoint is looked up in the environment now.
     *
     * @param threads for the model, at least 1
     * @param cache where vectors are kept, see {@link CacheFolder}
     * @throws UserMistakeException if a file is missing or is not what it should be, or the endpoint does not answer
     */
    public TextEncoder open(int threads, Path cache) {
        TextEncoder encoder = load(threads);
        try {
            return new CachedTextEncoder(encoder, cache.resolve("vectors"));
        } catch (UserMistakeException e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * Loads the encoder, without a cache.
     *
     * @param threads for the model, at least 1
     * @throws UserMistakeException as {@link #open} does
     */
    public TextEncoder load(int threads) {
        if (source instanceof Source.Folder folder) {
            return OnnxTextEncoder.load(ModelFiles.of(folder.path()), settings(), threads);
        }
        if (source instanceof Source.Endpoint endpoint) {
            return new EndpointTextEncoder(
                    endpoint.baseUrl(),
                    endpoint.model(),
                    Optional.ofNullable(System.getenv(endpoint.apiKeyVariable()))
                            .map(String::strip)
                            .filter(key -> !key.isEmpty()),
                    endpoint.apiKeyVariable(),
                    prefix.orElse(""),
                    normalise.orElse(false));
        }
        return OnnxTextEncoder.load(ModelFiles.builtIn(), settings(), threads);
    }

    /** The choices, or else what the files beside the model say. */
    EncodingSettings settings() {
        SentenceTransformersFiles own = source instanceof Source.Folder folder
                ? SentenceTransformersFiles.read(folder.path(), pooling.isPresent())
                : SentenceTransformersFiles.NONE;
        EncodingSettings usual = EncodingSettings.USUAL;
        return new EncodingSettings(
                pooling.or(own::pooling).orElse(usual.pooling()),
                prefix.or(own::prefix).orElse(usual.prefix()),
                normalise.or(own::normalise).orElse(usual.normalise()),
                maxLength.orElse(own.maxLength().orElse(usual.maxLength())));
    }
}
