package io.github.dmsrec.intent.llama;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.llm.EndpointException.Kind;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import io.github.dmsrec.intent.reply.FacetSchema;
import io.github.dmsrec.intent.reply.NumberSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/** A model in memory. The only class that knows the library. */
final class LlamaEndpoint implements ChatEndpoint {

    /**
     * The beginning of what chat templates mark turns with: {@code <|im_end|>}, {@code </s>}, {@code [INST]}. The library
     * reads such marks in the texts, too, so that a title could end the user's turn and begin another. Control characters
     * and halves of letters go as well: the library's JSON does not carry them.
     */
    private static final Pattern TURN_MARK = Pattern.compile("<(?=[|/a-zA-Z_｜])|\\[(?=/?[A-Z_]+])");

    private final EndpointSettings settings;
    private final Path file;
    private final int context;
    private final LlamaModel model;
    private final int slots;
    private final Semaphore free;
    private final Thread atExit = new Thread(this::close, "llama.cpp");
    private volatile boolean closed;
    private boolean freed;

    LlamaEndpoint(EndpointSettings settings, Path file) {
        this.settings = settings;
        this.file = file;
        this.context = Integer.parseInt(settings.own(LlamaProvider.CONTEXT.key()));
        this.slots = Integer.parseInt(settings.own(LlamaProvider.SLOTS.key()));
        this.free = new Semaphore(slots);
        this.model = load(settings, file, Math.multiplyExact(context, slots), slots);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private static LlamaModel load(EndpointSettings settings, Path file, int contextOfAll, int slots) {
        ModelParameters parameters = new ModelParameters()
                .setModel(file.toString())
                .setCtxSize(contextOfAll)
                .setParallel(slots)
                .disableContextShift()
                .disableLog();
        int threads = Integer.parseInt(settings.own(LlamaProvider.THREADS.key()));
        if (threads > 0) {
            parameters.setThreads(threads).setThreadsBatch(threads);
        }
        int gpuLayers = Integer.parseInt(settings.own(LlamaProvider.GPU_LAYERS.key()));
        if (gpuLayers > 0) {
            parameters.setGpuLayers(gpuLayers);
        }
        try {
            NativeLibrary.unpack();
            return new LlamaModel(parameters);
        } catch (UnsatisfiedLinkError e) {
            throw new UserMistakeException(
                    "llama.cpp cannot be loaded: " + e.getMessage() + ".",
                    "Install libgomp.so.1 (apt-get install libgomp1) if it is missing; the library may not be built for"
                            + " this system.",
                    e);
        } catch (UserMistakeException e) {
            throw e;
        } catch (RuntimeException e) {
            // The library throws one type for all, which it does not publish.
            throw new UserMistakeException(
                    "The model '" + file + "' cannot be loaded: " + e.getMessage() + ".",
                    "Use a complete file of an architecture that this llama.cpp knows and that fits the memory"
                            + " with num-ctx " + contextOfAll + " in all.",
                    e);
        }
    }

    @Override
    public ChatReply ask(String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            if (closed) {
                throw new CancellationException("the model was closed");
            }
            return generate(withoutMarks(system), withoutMarks(user), format, schema);
        } finally {
            free.release();
        }
    }

    @Override
    public boolean inProcess() {
        return true;
    }

    private ChatReply generate(String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        // The library forgets the messages unless the template is applied first.
        String prompt =
                model.applyTemplate(new InferenceParameters("").setMessages(system, List.of(new Pair<>("user", user))));
        InferenceParameters parameters = new InferenceParameters(prompt)
                .setNPredict(settings.maxTokens())
                .setSeed(settings.seed())
                .setCachePrompt(true);
        settings.temperature().ifPresent(temperature -> parameters.setTemperature(temperature.floatValue()));
        grammar(format, schema).ifPresent(parameters::setGrammar);
        int promptTokens = model.encode(prompt).length;
        if (promptTokens + settings.maxTokens() > context) {
            throw failure(
                    Kind.REFUSED,
                    "prompt too long",
                    "the prompt has " + promptTokens + " tokens and the answer may have " + settings.maxTokens()
                            + ", more than the context of " + context,
                    "raise num-ctx, or lower max-tokens, max-title-length or the number of candidates.");
        }
        try {
            return read(model.generate(parameters).iterator(), promptTokens);
        } catch (CancellationException | EndpointException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(
                    Kind.SERVER, "the model failed", "llama.cpp failed: " + e.getMessage(), "the memory is full.");
        }
    }

    private static Optional<String> grammar(AnswerFormat format, Optional<AnswerSchema> schema) {
        return switch (format) {
            case JSON_SCHEMA, GRAMMAR -> Optional.of(grammar(schema.orElseThrow()));
            case JSON_OBJECT -> Optional.of(NumberGrammar.OBJECT);
            case TEXT -> Optional.empty();
            case STRUCTURED_OUTPUTS -> throw new IllegalArgumentException("llama.cpp has no format " + format.label());
        };
    }

    private static String grammar(AnswerSchema schema) {
        if (schema instanceof FacetSchema facets) {
            return FacetGrammar.of(facets);
        }
        if (schema instanceof NumberSchema numbers) {
            return NumberGrammar.of(numbers);
        }
        return schema.asTitles()
                .orElseThrow(() -> new IllegalArgumentException("no grammar for " + schema.name()))
                .grammar();
    }

    private ChatReply read(LlamaIterator pieces, int promptTokens) {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        StringBuilder text = new StringBuilder();
        int count = 0;
        while (pieces.hasNext()) {
            if (Thread.interrupted()) {
                pieces.cancel();
                throw interrupted();
            }
            if (closed) {
                pieces.cancel();
                throw new CancellationException("the model was closed");
            }
            if (System.nanoTime() > deadline) {
                pieces.cancel();
                throw failure(
                        Kind.TIMEOUT,
                        "timeout",
                        "there was no complete answer in " + settings.timeout().toMillis() / 1000.0 + " s",
                        "the machine is too slow for the model: raise timeout-seconds, or take a smaller model.");
            }
            text.append(pieces.next().text);
            count++;
        }
        // The library does not say why it ended. A piece holds several tokens where a letter takes several, so the
        // larger count is nearer to the truth; an answer that just fits is taken for cut off, too.
        int completionTokens = Math.max(count, model.encode(text.toString()).length);
        boolean full = completionTokens >= settings.maxTokens();
        return new ChatReply(text.toString(), promptTokens, completionTokens, full ? "length" : "stop");
    }

    static String withoutMarks(String text) {
        int[] letters = text.codePoints()
                .map(letter -> Character.isISOControl(letter) && letter != '\n' ? ' ' : letter)
                .map(letter -> Character.getType(letter) == Character.SURROGATE ? '\uFFFD' : letter)
                .toArray();
        return TURN_MARK.matcher(new String(letters, 0, letters.length)).replaceAll("$0 ");
    }

    private EndpointException failure(Kind kind, String reason, String what, String advice) {
        return new EndpointException(
                kind,
                reason,
                "Model '" + file + "' was asked in this process: " + what + ".",
                advice,
                Optional.empty());
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("interrupted while waiting for an answer");
    }

    /**
     * Ends the questions under way, which take one token more, and frees the model. So does the end of the program: the
     * library takes its tables apart then, and a thread that still computes would bring the whole process down.
     */
    @Override
    public void close() {
        closed = true;
        free.acquireUninterruptibly(slots);
        try {
            if (!freed) {
                freed = true;
                model.close();
            }
        } finally {
            free.release(slots);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The program is ending: this may be the hook itself.
        }
    }
}
