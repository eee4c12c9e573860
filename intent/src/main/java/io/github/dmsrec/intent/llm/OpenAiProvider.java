package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.io.ApiKey;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Any server that speaks OpenAI's chat completions: vLLM, llama.cpp's server, LM Studio, hosted ones. Headers of the
 * user's own are {@code header.NAME}, fields that only one server knows are {@code vendor.FIELD} (JSON).
 */
public final class OpenAiProvider implements ChatProvider {

    /** What its addresses look like. */
    public static final String ADDRESSES = "http://localhost:8000/v1 or https://api.openai.com/v1";

    /** The inferrer's name. */
    public static final String NAME = "openai";

    static final String HEADER_PREFIX = "header.";
    static final String VENDOR_PREFIX = "vendor.";

    /** What newer models of OpenAI call the limit. */
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final String MAX_TOKENS = "max_tokens";

    static final Option<String> MAX_TOKENS_PARAMETER = Option.of(
            "max-tokens-parameter",
            "what the server calls the limit of an answer's length",
            OptionType.oneOf(List.of(MAX_TOKENS, MAX_COMPLETION_TOKENS), name -> name),
            MAX_TOKENS);

    static final Option<SortedMap<String, String>> VENDOR =
            Option.group(VENDOR_PREFIX, "fields that only one server knows, as JSON, e.g. vendor.top_k=20");

    private static final Option<String> BASE_URL =
            Option.required("base-url", "address of the server", EndpointSettings.WORD, "http://localhost:8000/v1");
    private static final Option<String> MODEL = Option.required(
            "model", "the model's name as the server knows it", EndpointSettings.WORD, "Qwen/Qwen2.5-7B-Instruct");
    private static final Option<String> API_KEY_VARIABLE = Option.of(
            "api-key-variable", "environment variable with the API key", EndpointSettings.WORD, "OPENAI_API_KEY");
    private static final Option<String> API_KEY_FILE =
            Option.text("api-key-file", "file with the API key, readable by its owner alone", "");
    private static final Option<SortedMap<String, String>> HEADERS = Option.group(
            HEADER_PREFIX,
            "headers to send, e.g. header.X-Team=search, or header.X-Api-Key=env:VARIABLE to keep a secret out of"
                    + " files");

    private static final Set<String> RESERVED = Set.of(
            "model",
            "messages",
            "temperature",
            "seed",
            MAX_TOKENS,
            MAX_COMPLETION_TOKENS,
            "response_format",
            "grammar",
            "structured_outputs",
            "stream",
            "n");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Option<?>> options() {
        return List.of(BASE_URL, MODEL, API_KEY_VARIABLE, API_KEY_FILE, MAX_TOKENS_PARAMETER, HEADERS, VENDOR);
    }

    @Override
    public EndpointSettings settings(OptionValues values) {
        String baseUrl = BaseUrl.checked(values.get(BASE_URL), ADDRESSES);
        String model = values.get(MODEL);
        Map<String, String> own = new LinkedHashMap<>();
        own.put(BASE_URL.key(), baseUrl);
        own.put(MODEL.key(), model);
        for (Option<String> option : List.of(API_KEY_VARIABLE, API_KEY_FILE, MAX_TOKENS_PARAMETER)) {
            own.put(option.key(), values.get(option));
        }
        Map<String, String> headers = values.get(HEADERS);
        RequestHeaders.check(headers);
        headers.forEach((name, value) -> own.put(HEADER_PREFIX + name, value));
        putVendor(values.get(VENDOR), RESERVED, own);
        return EndpointSettings.of(values, baseUrl, model, own);
    }

    /** Checks fields that only one server knows, and adds them to a provider's own options. */
    static void putVendor(Map<String, String> vendor, Set<String> reserved, Map<String, String> own) {
        VendorFields.parse(vendor, reserved);
        vendor.forEach((name, value) -> own.put(VENDOR_PREFIX + name, value));
    }

    @Override
    public String identity(EndpointSettings settings) {
        ObjectNode vendor = vendor(settings);
        return vendor.isEmpty() ? "" : vendor.toString();
    }

    @Override
    public List<AnswerFormat> titleFormats() {
        return AnswerFormat.OF_BOUND_TITLES;
    }

    @Override
    public Optional<ObjectNode> batchBody(
            EndpointSettings settings, String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        return Optional.of(OpenAiBody.of(settings, vendor(settings), system, user, format, schema));
    }

    private static ObjectNode vendor(EndpointSettings settings) {
        return VendorFields.parse(settings.ownBelow(VENDOR_PREFIX), RESERVED);
    }

    @Override
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        RequestHeaders headers = RequestHeaders.of(settings.ownBelow(HEADER_PREFIX), environment);
        String variable = settings.own(API_KEY_VARIABLE.key());
        String file = settings.own(API_KEY_FILE.key());
        // A header of the user's own takes the place of the key.
        Optional<String> key = headers.values().containsKey("Authorization")
                ? Optional.empty()
                : ApiKey.find(variable, file, environment);
        return new OpenAiEndpoint(settings, headers, vendor(settings), key, ApiKey.where(variable, file));
    }
}
