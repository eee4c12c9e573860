package io.github.dmsrec.intent.llama;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.EndpointSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens models for tests. */
final class TestEndpoint {

    private TestEndpoint() {}

    /**
     * Opens a model.
     *
     * @param given options of the provider and its endpoints; a context has 4,096 tokens unless they say otherwise
     */
    static ChatEndpoint open(Path file, Map<String, String> given) {
        LlamaProvider provider = new LlamaProvider();
        List<Option<?>> options = new ArrayList<>(provider.options());
        options.addAll(EndpointSettings.OPTIONS);
        Map<String, String> all = new HashMap<>(Map.of("model", file.toString(), "num-ctx", "4096"));
        all.putAll(given);
        return provider.open(provider.settings(new OptionSet("the test", options).parse(all)), Map.of());
    }
}
