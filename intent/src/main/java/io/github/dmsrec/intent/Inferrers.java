package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.ClosestMatch;
import io.github.dmsrec.intent.answers.replay.ReplayOptions;
import io.github.dmsrec.intent.asking.LanguageModelInferrer;
import io.github.dmsrec.intent.facets.ItemFacetsInferrer;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarity;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.TitleMean;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.student.StudentInferrer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The registry of inferrers. An inferrer that computes or reads is one line here; a way to a language model is a
 * {@link io.github.dmsrec.intent.llm.ChatProvider}, which its module registers as a service.
 */
public final class Inferrers {

    private static final List<InferrerKind> ALL = Stream.of(
                    Stream.of(
                            EmbeddingSimilarity.KIND,
                            TitleMean.OF_SESSION,
                            TitleMean.OF_CANDIDATES,
                            ItemFacetsInferrer.KIND,
                            StudentInferrer.KIND),
                    ChatProviders.all().stream().map(LanguageModelInferrer::kind),
                    Stream.of(ReplayOptions.KIND))
            .flatMap(kinds -> kinds)
            .toList();

    private Inferrers() {}

    /** All inferrers, the default first. */
    public static List<InferrerKind> all() {
        return ALL;
    }

    /** All names, the default first. */
    public static List<String> names() {
        return ALL.stream().map(InferrerKind::name).toList();
    }

    /** The inferrer of a name, if there is one. */
    public static Optional<InferrerKind> find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /**
     * The inferrer of a name.
     *
     * @throws UserMistakeException if there is none
     */
    public static InferrerKind named(String name) {
        return find(name)
                .orElseThrow(() -> new UserMistakeException("There is no inferrer '" + name
                        + "'. Known inferrers, the nearest first: "
                        + String.join(", ", ClosestMatch.first(name, names()))
                        + "."));
    }

    /** How an inferrer comes to intents, for people: completes a sentence that begins with "The intents were". */
    public static String how(String name) {
        return find(name).map(InferrerKind::how).orElse("inferred by '" + name + "'");
    }

    /**
     * Reads the options of an inferrer; what is not given has its default.
     *
     * @param name one of {@link #names}
     * @param given the options by key, as {@link InferrerOptions#toMap} writes them
     * @throws UserMistakeException for an unknown name or key, a missing one, or a value out of range
     */
    public static InferrerOptions options(String name, Map<String, String> given) {
        return named(name).read(given);
    }
}
