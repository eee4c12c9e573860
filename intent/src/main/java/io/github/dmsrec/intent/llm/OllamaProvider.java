package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    static final Set<String> RESERVED =
            Set.of("model", "messages", "stream", "format", "options", "keep_alive", "tools", "truncate", "shift");

    private static final String USUAL_ADDRESS = "http://localhost:11434";
    private static final Pattern DURATION = Pattern.compile("-1|0|(\\d+(\\.\\d+)?(ms|s|m|h))+");

    static final Option<Integer> CONTEXT = Option.integer(
                    "num-ctx",
                    "length of the model's context; longer prompts are refused",
                    8192,
                    512,
                    Integer.MAX_VALUE)
            .unit("tokens");
    static final Option<String> KEEP_ALIVE = Option.of(
            "keep-alive",
            "how long the server holds the model",
            OptionType.of(
                    "a duration like 30m, 0 to unload at once, or -1 for ever",
                    text -> DURATION.matcher(text).matches() ? text : null,
                    text -> text),
            "30m");

    private static final Option<String> BASE_URL =
            Option.of("base-url", "address of the server", EndpointSettings.WORD, USUAL_ADDRESS);
    private static final Option<String> MODEL = Option.required(
            "model", "the model's name as the server knows it", EndpointSettings.WORD, "qwen2.5:7b-instruct");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Option<?>> options() {
        return List.of(BASE_URL, MODEL, CONTEXT, KEEP_ALIVE, OpenAiProvider.VENDOR);
    }

    @Override
    public EndpointSettings settings(OptionValues values) {
        String baseUrl = BaseUrl.checked(values.get(BASE_URL), USUAL_ADDRESS);
        String model = values.get(MODEL);
        Map<String, String> own = new LinkedHashMap<>();
        own.put(BASE_URL.key(), baseUrl);
        own.put(MODEL.key(), model);
        own.put(CONTEXT.key(), Integer.toString(values.get(CONTEXT)));
        own.put(KEEP_ALIVE.key(), values.get(KEEP_ALIVE));
        OpenAiProvider.putVendor(values.get(OpenAiProvider.VENDOR), RESERVED, own);
        return EndpointSettings.of(values, baseUrl, model, own);
    }

    @Override
    public String identity(EndpointSettings settings) {
        ObjectNode vendor = vendor(settings);
        return "num_ctx=" + settings.own(CONTEXT.key()) + (vendor.isEmpty() ? "" : " " + vendor);
    }

    static ObjectNode vendor(EndpointSettings settings) {
        return VendorFields.parse(settings.ownBelow(OpenAiProvider.VENDOR_PREFIX), RESERVED);
    }

    @Override
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        return new OllamaEndpoint(settings);
    }
}
