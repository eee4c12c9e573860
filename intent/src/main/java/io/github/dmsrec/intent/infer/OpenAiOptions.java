package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.prompt.PromptStyle;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The choices of {@link OpenAiInferrer}. The API key is none of them: it comes from the environment alone.
 *
 * @param endpoint where the model is and how it samples
 * @param apiKeyVariable the environment variable that holds the API key; it may be unset
 * @param answers the folder of the store of answers
 * @param style how sessions and candidates are shown
 * @param format how the answer's form is asked for; empty to try what the endpoint can. The published style asks for text
 * @param maxPicks the most candidates of an answer, at least 1
 * @param maxTitleLength titles are cut to that many characters, at least 1
 * @param maxClicks only the most recent clicks are shown, at least 1
 * @param example whether the instructions show an example from the training rows
 * @param seed decides the order of the candidates
 * @param concurrency how many questions are under way at once at most, at least 1; fewer while the server is overloaded
 * @param attempts how often a question is asked at most in one run, at least 1; what a server is too busy for while it
 *     answers others does not count
 * @param maxFailedShare the largest share of questions that may fail, in [0, 1]
 * @param limits how fast questions may be asked, and when to stop
 */
public record OpenAiOptions(
        EndpointSettings endpoint,
        String apiKeyVariable,
        Path answers,
        PromptStyle style,
        Optional<AnswerFormat> format,
        int maxPicks,
        int maxTitleLength,
        int maxClicks,
        boolean example,
        long seed,
        int concurrency,
        int attempts,
        double maxFailedShare,
        RunLimits limits)
        implements InferrerOptions {

    /** The inferrer's name. */
    public static final String NAME = "openai";

    private static final String AUTOMATIC = "auto";
    private static final String NO_TEMPERATURE = "none";

    private static Map<String, String> defaults() {
        Map<String, String> defaults = OptionReader.ordered(
                "base-url", "",
                "model", "",
                "api-key-variable", "OPENAI_API_KEY",
                "answers", "",
                "prompt-style", PromptStyle.INDEXED.label(),
                "answer-format", AUTOMATIC,
                "max-picks", "5",
                "max-title-length", "120",
                "max-clicks", "50",
                "example", "true",
                "temperature", "0",
                "seed", "42",
                "max-tokens", "512",
                "max-tokens-parameter", EndpointSettings.MAX_TOKENS,
                "timeout-seconds", "120",
                "concurrency", "8",
                "attempts", "5",
                "max-failed-share", "0.05");
        RunLimits.putDefaults(defaults);
        return defaults;
    }

    /**
     * Reads the choices; {@code base-url}, {@code model} and {@code answers} are needed, the others have defaults.
     *
     * @throws UserMistakeException for an unknown key, a missing one or a value out of range
     */
    public static OpenAiOptions ofMap(Map<String, String> given) {
        OptionReader reader = new OptionReader(NAME, given, defaults());
        EndpointSettings endpoint = new EndpointSettings(
                baseUrl(reader.required("base-url", "base-url http://localhost:8000/v1")),
                reader.required("model", "model Qwen/Qwen2.5-7B-Instruct"),
                reader.text("temperature").equals(NO_TEMPERATURE)
                        ? Optional.empty()
                        : Optional.of(reader.number("temperature", "from 0 to 2, or none", t -> t >= 0 && t <= 2)),
                reader.integer("seed", 0),
                reader.integer("max-tokens", 1),
                reader.choice(
                        "max-tokens-parameter",
                        EndpointSettings.MAX_TOKENS + " or " + EndpointSettings.MAX_COMPLETION_TOKENS,
                        OpenAiOptions::tokensParameter),
                Duration.ofMillis(
                        (long) (1000 * reader.number("timeout-seconds", "at least 0.1", value -> value >= 0.1))));
        return new OpenAiOptions(
                endpoint,
                reader.required("api-key-variable", "api-key-variable OPENAI_API_KEY"),
                Path.of(reader.required("answers", "answers FOLDER")),
                reader.choice("prompt-style", "indexed or published", PromptStyle::ofLabel),
                reader.text("answer-format").equals(AUTOMATIC)
                        ? Optional.empty()
                        : Optional.of(reader.choice(
                                "answer-format", "auto, json-schema, json-object or text", AnswerFormat::ofLabel)),
                reader.integer("max-picks", 1),
                reader.integer("max-title-length", 1),
                reader.integer("max-clicks", 1),
                reader.flag("example"),
                reader.integer("seed", 0),
                reader.integer("concurrency", 1),
                reader.integer("attempts", 1),
                reader.number("max-failed-share", "from 0 to 1", share -> share >= 0 && share <= 1),
                RunLimits.read(reader));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>(defaults());
        map.put("base-url", endpoint.baseUrl());
        map.put("model", endpoint.model());
        map.put("api-key-variable", apiKeyVariable);
        map.put("answers", answers.toAbsolutePath().normalize().toString());
        map.put("prompt-style", style.label());
        map.put("answer-format", format.map(AnswerFormat::label).orElse(AUTOMATIC));
        map.put("max-picks", Integer.toString(maxPicks));
        map.put("max-title-length", Integer.toString(maxTitleLength));
        map.put("max-clicks", Integer.toString(maxClicks));
        map.put("example", Boolean.toString(example));
        map.put("temperature", endpoint.temperature().map(String::valueOf).orElse(NO_TEMPERATURE));
        map.put("seed", Long.toString(seed));
        map.put("max-tokens", Integer.toString(endpoint.maxTokens()));
        map.put("max-tokens-parameter", endpoint.maxTokensParameter());
        map.put("timeout-seconds", Double.toString(endpoint.timeout().toMillis() / 1000.0));
        map.put("concurrency", Integer.toString(concurrency));
        map.put("attempts", Integer.toString(attempts));
        map.put("max-failed-share", Double.toString(maxFailedShare));
        limits.putInto(map);
        return map;
    }

    private static Optional<String> tokensParameter(String name) {
        return Optional.of(name)
                .filter(known -> known.equals(EndpointSettings.MAX_TOKENS)
                        || known.equals(EndpointSettings.MAX_COMPLETION_TOKENS));
    }

    private static String baseUrl(String text) {
        String fix = "it looks like http://localhost:8000/v1 or https://api.openai.com/v1.";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new UserMistakeException("The base URL '" + text + "' is no address: " + e.getReason() + ".", fix, e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (uri.getUserInfo() != null || uri.getQuery() != null) {
            // Its text is kept from the message: what stands there may be a secret.
            throw new UserMistakeException(
                    "The base URL holds a user, a password or a query.",
                    "the API key is meant: put it into the environment variable, and give the address alone.");
        }
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new UserMistakeException("The base URL '" + text + "' is no http or https address.", fix);
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
