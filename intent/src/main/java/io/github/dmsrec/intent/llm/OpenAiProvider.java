package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.option.OptionReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    static final String MAX_TOKENS_PARAMETER = "max-tokens-parameter";

    /** What newer models of OpenAI call the limit. */
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final String MAX_TOKENS = "max_tokens";
    private static final String API_KEY_VARIABLE = "api-key-variable";
    private static final String API_KEY_FILE = "api-key-file";
    private static final Set<String> RESERVED = Set.of(
            "model",
            "messages",
            "temperature",
            "seed",
            MAX_TOKENS,
            MAX_COMPLETION_TOKENS,
            "response_format",
            "stream",
            "n");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> defaults() {
        return OptionReader.ordered(
                "base-url",
                "",
                "model",
                "",
                API_KEY_VARIABLE,
                "OPENAI_API_KEY",
                API_KEY_FILE,
                "",
                MAX_TOKENS_PARAMETER,
                MAX_TOKENS,
                HEADER_PREFIX,
                "",
                VENDOR_PREFIX,
                "");
    }

    @Override
    public EndpointSettings settings(OptionReader options) {
        String baseUrl = BaseUrl.checked(options.required("base-url", "base-url http://localhost:8000/v1"), ADDRESSES);
        String model = options.required("model", "model Qwen/Qwen2.5-7B-Instruct");
        Map<String, String> own = new LinkedHashMap<>();
        own.put("base-url", baseUrl);
        own.put("model", model);
        own.put(API_KEY_VARIABLE, options.required(API_KEY_VARIABLE, API_KEY_VARIABLE + " OPENAI_API_KEY"));
        own.put(API_KEY_FILE, options.text(API_KEY_FILE));
        own.put(
                MAX_TOKENS_PARAMETER,
                options.choice(
                        MAX_TOKENS_PARAMETER, MAX_TOKENS + " or " + MAX_COMPLETION_TOKENS, name -> Optional.of(name)
                                .filter(known -> known.equals(MAX_TOKENS) || known.equals(MAX_COMPLETION_TOKENS))));
        Map<String, String> headers = options.below(HEADER_PREFIX);
        RequestHeaders.check(headers);
        headers.forEach((name, value) -> own.put(HEADER_PREFIX + name, value));
        Map<String, String> vendor = options.below(VENDOR_PREFIX);
        VendorFields.parse(vendor, RESERVED);
        vendor.forEach((name, value) -> own.put(VENDOR_PREFIX + name, value));
        return EndpointSettings.of(options, baseUrl, model, own);
    }

    @Override
    public String identity(EndpointSettings settings) {
        ObjectNode vendor = vendor(settings);
        return vendor.isEmpty() ? "" : vendor.toString();
    }

    private static ObjectNode vendor(EndpointSettings settings) {
        return VendorFields.parse(settings.ownBelow(VENDOR_PREFIX), RESERVED);
    }

    @Override
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        RequestHeaders headers = RequestHeaders.of(settings.ownBelow(HEADER_PREFIX), environment);
        String variable = settings.own(API_KEY_VARIABLE);
        String file = settings.own(API_KEY_FILE);
        // A header of the user's own takes the place of the key.
        Optional<String> key = headers.values().containsKey("Authorization")
                ? Optional.empty()
                : ApiKey.find(variable, file, environment);
        return new OpenAiEndpoint(settings, headers, vendor(settings), key, ApiKey.where(variable, file));
    }
}
