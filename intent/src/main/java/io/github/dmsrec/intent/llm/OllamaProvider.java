package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.option.OptionReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ollama by its own interface, which can set the length of the context and refuse what is longer: through the
 * OpenAI-compatible one, Ollama cuts prompts that are longer than its default without a word. The default here holds two rows of 50 long titles (the
 * example and the question) and the answer.
 */
public final class OllamaProvider implements ChatProvider {

    /** The inferrer's name. */
    public static final String NAME = "ollama";

    static final String CONTEXT = "num-ctx";
    static final String KEEP_ALIVE = "keep-alive";
    static final Set<String> RESERVED =
            Set.of("model", "messages", "stream", "format", "options", "keep_alive", "tools", "truncate", "shift");

    private static final int LEAST_CONTEXT = 512;
    private static final Pattern DURATION = Pattern.compile("-1|0|(\\d+(\\.\\d+)?(ms|s|m|h))+");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> defaults() {
        return OptionReader.ordered(
                "base-url",
                "http://localhost:11434",
                "model",
                "",
                CONTEXT,
                "8192",
                KEEP_ALIVE,
                "30m",
                OpenAiProvider.VENDOR_PREFIX,
                "");
    }

    @Override
    public EndpointSettings settings(OptionReader options) {
        String baseUrl = BaseUrl.checked(
                options.required("base-url", "base-url http://localhost:11434"), "http://localhost:11434");
        String model = options.required("model", "model qwen2.5:7b-instruct");
        Map<String, String> own = new LinkedHashMap<>();
        own.put("base-url", baseUrl);
        own.put("model", model);
        own.put(CONTEXT, Integer.toString(options.integer(CONTEXT, LEAST_CONTEXT)));
        own.put(
                KEEP_ALIVE,
                options.choice(
                        KEEP_ALIVE, "a duration like 30m, 0 to unload at once, or -1 for ever", text -> Optional.of(
                                        text)
                                .filter(value -> DURATION.matcher(value).matches())));
        Map<String, String> vendor = options.below(OpenAiProvider.VENDOR_PREFIX);
        VendorFields.parse(vendor, RESERVED);
        vendor.forEach((name, value) -> own.put(OpenAiProvider.VENDOR_PREFIX + name, value));
        return EndpointSettings.of(options, baseUrl, model, own);
    }

    @Override
    public String identity(EndpointSettings settings) {
        ObjectNode vendor = vendor(settings);
        return "num_ctx=" + settings.own(CONTEXT) + (vendor.isEmpty() ? "" : " " + vendor);
    }

    static ObjectNode vendor(EndpointSettings settings) {
        return VendorFields.parse(settings.ownBelow(OpenAiProvider.VENDOR_PREFIX), RESERVED);
    }

    @Override
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        return new OllamaEndpoint(settings);
    }
}
