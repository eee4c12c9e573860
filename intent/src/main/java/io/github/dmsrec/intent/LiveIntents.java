package io.github.dmsrec.intent;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.files.IntentFiles;
import io.github.dmsrec.intent.inferrer.FreeIntents;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.prompt.PromptOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Infers the intents of single sessions as those of a folder were inferred: the same inferrer, the same options, the same
 * words, the same vectors. A session with the same clicks as an answered row has that row's intents, if a language model
 * gave them. Texts that the folder has no vector of are encoded by its encoder.
 *
 * <p>All that it needs is loaded once, from the folder alone; only an endpoint that is to be asked, a model's file and an
 * encoder that is not the built-in one lie outside. It writes no file. Safe for use by several threads.
 */
public final class LiveIntents implements AutoCloseable {

    /** What an inferrer takes over from another one: how prompts are written and answers are drawn. */
    private static final List<String> TAKEN_OVER = Stream.concat(
                    Stream.concat(PromptOptions.OPTIONS.stream(), EndpointSettings.SAMPLING.stream())
                            .map(Option::key),
                    Stream.of("model"))
            .toList();

    private final InferrerKind kind;
    private final SessionInferrer sessions;
    private final AnsweredSessions answered;
    private final TextTable texts;
    private final IntentVectors vectors;
    private final LiveEncoder encoder;

    private LiveIntents(
            InferrerKind kind,
            SessionInferrer sessions,
            AnsweredSessions answered,
            TextTable texts,
            IntentVectors vectors,
            LiveEncoder encoder) {
        this.kind = kind;
        this.sessions = sessions;
        this.answered = answered;
        this.texts = texts;
        this.vectors = vectors;
        this.encoder = encoder;
    }

    /** As {@link #open(Path, Catalogue, LiveSource)}, with the inferrer of the folder. */
    public static LiveIntents open(Path intents, Catalogue catalogue) {
        return open(intents, catalogue, LiveSource.AS_RECORDED);
    }

    /**
     * Opens a folder of intents.
     *
     * @param intents the folder that a model was trained with
     * @param catalogue of the data set that it was inferred for
     * @param source what infers the intents of new sessions
     * @throws UserMistakeException if the folder is none or belongs to another catalogue, or if what the inferrer needs is
     *     not there
     */
    public static LiveIntents open(Path intents, Catalogue catalogue, LiveSource source) {
        ArtefactFolder folder = ArtefactFolder.open(intents, ArtefactKind.INTENTS);
        Map<String, String> recorded = folder.manifest().options();
        InferrerKind recordedKind = Inferrers.named(recorded.getOrDefault("inferrer", ""));
        InferrerKind kind = source.inferrer() == null ? recordedKind : Inferrers.named(source.inferrer());
        TextTable texts = IntentFolder.texts(folder, catalogue);
        IntentVectors vectors = IntentFiles.vectors(folder);
        LiveSetting setting = new LiveSetting(
                new InferenceSetting(
                        kind.readsColumns() ? IntentFolder.withAttributes(folder, catalogue) : catalogue,
                        vectors,
                        IntentFolder.example(folder.manifest()),
                        Optional.empty(),
                        IntentFiles.encoder(folder.manifest())),
                texts.all(),
                IntentFolder.answerFormat(folder.manifest()));
        IntentInferrer inferrer =
                kind.read(options(folder, recordedKind, kind, source)).create();
        boolean free = recorded.getOrDefault(FreeIntents.KEY, "false").equals("true") && kind.writesSentences();
        SessionInferrer sessions = (free ? new FreeIntents(inferrer) : inferrer).forSessions(setting);
        LiveEncoder encoder = new LiveEncoder(folder, vectors.dimension());
        try {
            AnsweredSessions answered = recordedKind.writesSentences() && source.inferrer() == null
                    ? AnsweredSessions.read(folder)
                    : AnsweredSessions.NONE;
            if (kind.asks() && !texts.others().isEmpty()) {
                // Its answers have texts of their own, so that the first session need not wait for it.
                encoder.load();
            }
            return new LiveIntents(kind, sessions, answered, texts, vectors, encoder);
        } catch (RuntimeException e) {
            sessions.close();
            encoder.close();
            throw e;
        }
    }

    private static Map<String, String> options(
            ArtefactFolder folder, InferrerKind recordedKind, InferrerKind kind, LiveSource source) {
        Map<String, String> options =
                new LinkedHashMap<>(kind.options().known(IntentFolder.inferrerOptions(folder.manifest())));
        if (!kind.equals(recordedKind)) {
            options.keySet().retainAll(TAKEN_OVER);
        }
        if (kind.asks()) {
            // An option that must be given; answers about single sessions are not kept.
            options.put("answers", folder.path().resolve("answers").toString());
        }
        if (options.containsKey(PromptOptions.TEMPLATE_KEY)
                && !source.options().containsKey(PromptOptions.TEMPLATE_KEY)) {
            options.put(PromptOptions.TEMPLATE_KEY, IntentFolder.template(folder));
        }
        if (kind.equals(recordedKind)) {
            IntentFolder.keptFiles(folder).forEach((key, file) -> options.put(key, file.toString()));
        }
        options.putAll(source.options());
        if (source.options().containsKey(PromptOptions.TEMPLATE_KEY)) {
            options.remove(PromptOptions.FINGERPRINT_KEY);
        }
        return options;
    }

    /** The vectors of the folder's texts: the titles in the order of the catalogue, then what was written beyond them. */
    public IntentVectors vectors() {
        return vectors;
    }

    /** The name of what infers the intents. */
    public String inferrer() {
        return kind.name();
    }

    /** Whether it asks a language model, which may take long. */
    public boolean asks() {
        return kind.asks();
    }

    /**
     * Infers the intents of one session.
     *
     * @param session the clicks as catalogue indices, oldest first, at least one
     * @param candidates catalogue indices, best first
     * @throws UserMistakeException if an endpoint is asked and gives no usable answer
     */
    public SessionIntents infer(int[] session, int[] candidates) {
        return infer(session, candidates, null);
    }

    /** What is known of an item beside its title, where intents are made of that; empty otherwise. */
    public List<String> textsOf(int item) {
        return sessions.textsOf(item);
    }

    /** Whether explicit intents are facets of the clicked items. */
    public boolean namesFacets() {
        return sessions.namesFacets();
    }

    /** Whether sessions should come with the vectors of the model that gave the candidates, where it has any. */
    public boolean wantsSessionVectors() {
        return sessions.wantsSessionVectors();
    }

    /**
     * As {@link #infer(int[], int[])}.
     *
     * @param vector of the session by the model that gave the candidates; null without
     */
    public SessionIntents infer(int[] session, int[] candidates, float @Nullable [] vector) {
        IntentRows.Row known = answered.find(session);
        if (known != null) {
            return intents(titles(known.explicitTexts()), titles(known.latentTexts()), null);
        }
        SessionInferrer.Outcome outcome =
                sessions.infer(new IntentRequest(session, candidates, Optional.empty(), vector));
        return intents(
                numbered(outcome.row().explicitIntents()),
                numbered(outcome.row().latentIntents()),
                outcome.note());
    }

    /** A text and its number in the folder, negative if it has none. */
    private record Numbered(String text, int number) {}

    private List<Numbered> titles(int[] numbers) {
        List<Numbered> intents = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            intents.add(new Numbered(texts.text(number), number));
        }
        return intents;
    }

    private List<Numbered> numbered(List<IntentText> row) {
        List<Numbered> intents = new ArrayList<>(row.size());
        for (IntentText intent : row) {
            Optional<Integer> number = texts.find(intent);
            String text = number.map(texts::text)
                    .orElseGet(() -> intent instanceof IntentText.Written written ? written.text() : "");
            intents.add(new Numbered(text, number.orElse(-1)));
        }
        return intents;
    }

    private SessionIntents intents(List<Numbered> explicit, List<Numbered> latent, @Nullable String note) {
        List<Numbered> all = new ArrayList<>(explicit);
        all.addAll(latent);
        Map<String, float[]> encoded = encoder.encode(all.stream()
                .filter(intent -> intent.number() < 0)
                .map(Numbered::text)
                .distinct()
                .toList());
        int dimension = vectors.dimension();
        float[] values = new float[all.size() * dimension];
        for (int i = 0; i < all.size(); i++) {
            Numbered intent = all.get(i);
            float[] from =
                    intent.number() < 0 ? encoded.getOrDefault(intent.text(), new float[dimension]) : vectors.values();
            int at = intent.number() < 0 ? 0 : intent.number() * dimension;
            System.arraycopy(from, at, values, i * dimension, dimension);
        }
        int[] explicitNumbers = new int[explicit.size()];
        int[] latentNumbers = new int[latent.size()];
        for (int i = 0; i < explicitNumbers.length; i++) {
            explicitNumbers[i] = i;
        }
        for (int i = 0; i < latentNumbers.length; i++) {
            latentNumbers[i] = explicitNumbers.length + i;
        }
        return new SessionIntents(
                explicit.stream().map(Numbered::text).collect(Collectors.toList()),
                latent.stream().map(Numbered::text).collect(Collectors.toList()),
                new IntentVectors(dimension, values),
                new IntentRows.Row(explicitNumbers, latentNumbers),
                note);
    }

    @Override
    public void close() {
        sessions.close();
        encoder.close();
    }
}
