package io.github.dmsrec.intent.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The ways to a language model by name. */
public final class ChatProviders {

    private ChatProviders() {}

    /** The provider of a name, if there is one. */
    public static Optional<ChatProvider> find(String name) {
        return all().stream().filter(provider -> provider.name().equals(name)).findFirst();
    }

    /** The built-in ones, then those that are on the class path. */
    public static List<ChatProvider> all() {
        List<ChatProvider> all = new ArrayList<>(List.of(new OpenAiProvider(), new OllamaProvider()));
        Stream<ChatProvider> found =
                ServiceLoader.load(ChatProvider.class, ChatProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get);
        found.forEach(all::add);
        return all;
    }
}
