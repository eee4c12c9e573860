package io.github.dmsrec.intent.llama;

import io.github.dmsrec.core.AvailableMemory;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A GGUF model in this process, by llama.cpp. {@code model} is the file; {@code slots} questions are answered at once, each
 * with a context of {@code num-ctx} tokens.
 *
 * <p>The library leaves a thread behind that keeps a JVM from ending, also after the endpoint was closed: a program of
 * one's own that uses it must end with {@link System#exit}, as the command line does.
 */
public final class LlamaProvider implements ChatProvider {

    /** The inferrer's name. */
    public static final String NAME = "llama-cpp";

    static final Option<Path> MODEL = Option.path("model", "GGUF file of the model", "qwen2.5-7b-instruct-q4_k_m.gguf");
    static final Option<Integer> CONTEXT = Option.integer(
                    "num-ctx", "length of a slot's context; longer prompts are refused", 8192, 64, Integer.MAX_VALUE)
            .unit("tokens");
    static final Option<Integer> SLOTS =
            Option.integer("slots", "questions answered at once; memory grows with them", 1, 1, Integer.MAX_VALUE);
    static final Option<Integer> THREADS =
            Option.integer("threads", "threads of the model; 0 leaves it to the library", 0, 0, Integer.MAX_VALUE);
    static final Option<Integer> GPU_LAYERS =
            Option.integer("gpu-layers", "layers of the model on the GPU", 0, 0, Integer.MAX_VALUE);

    private static final double GIGABYTE = 1L << 30;
    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Option<?>> options() {
        return List.of(MODEL, CONTEXT, SLOTS, THREADS, GPU_LAYERS);
    }

    @Override
    public EndpointSettings settings(OptionValues values) {
        String file = MODEL.type().format(values.get(MODEL));
        Map<String, String> own = new LinkedHashMap<>();
        own.put(MODEL.key(), file);
        for (Option<Integer> option : List.of(CONTEXT, SLOTS, THREADS, GPU_LAYERS)) {
            own.put(option.key(), Integer.toString(values.get(option)));
        }
        return EndpointSettings.of(values, "", modelName(file), own);
    }

    /** The store knows a model by its file's name; the file's content is part of the identity. */
    @Override
    public String modelName(String model) {
        return String.valueOf(Path.of(model).getFileName());
    }

    @Override
    public String identity(EndpointSettings settings) {
        Path file = modelFile(settings);
        try {
            return "sha256=" + Fingerprint.ofFile(file) + " num_ctx=" + settings.own(CONTEXT.key());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void checkMachine() {
        NativeLibrary.load();
    }

    @Override
    public List<AnswerFormat> titleFormats() {
        return List.of(AnswerFormat.GRAMMAR);
    }

    @Override
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        Path file = modelFile(settings);
        requireUsable(settings, file);
        return new LlamaEndpoint(settings, file);
    }

    /** Finds what llama.cpp would report as one and the same failure, or not at all. */
    private static void requireUsable(EndpointSettings settings, Path file) {
        GgufFile head;
        long length;
        try {
            head = GgufFile.read(file);
            length = Files.size(file);
        } catch (EOFException e) {
            throw truncated(file, "it ends within its head", e);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The model file '" + file + "' cannot be loaded: " + e.getMessage()
                            + ". Download it again, or convert the model with a current llama.cpp.",
                    e);
        }
        if (length < head.bytesNeeded()) {
            throw truncated(
                    file, "it has " + length + " bytes and needs at least " + head.bytesNeeded(), new EOFException());
        }
        if (!head.hasChatTemplate()) {
            throw new UserMistakeException("The model file '" + file
                    + "' has no chat template (tokenizer.chat_template), so it cannot be asked questions. Use an 'Instruct'"
                    + " or 'chat' version of the model.");
        }
        long context =
                (long) Integer.parseInt(settings.own(CONTEXT.key())) * Integer.parseInt(settings.own(SLOTS.key()));
        double cache = (double) context * head.cacheBytesPerToken();
        long available = AvailableMemory.bytes();
        boolean onGpu = Integer.parseInt(settings.own(GPU_LAYERS.key())) > 0;
        if (!onGpu && length + cache > available) {
            throw new UserMistakeException(String.format(
                    Locale.ROOT,
                    "The model file '%s' needs about %.1f GB of memory (%.1f GB of weights, %.1f GB for %,d tokens of"
                            + " context), and %.1f GB are available. Lower num-ctx or slots, use a smaller model or"
                            + " quantisation, or end other programs.",
                    file,
                    (length + cache) / GIGABYTE,
                    length / GIGABYTE,
                    cache / GIGABYTE,
                    context,
                    available / GIGABYTE));
        }
    }

    private static UserMistakeException truncated(Path file, String how, IOException cause) {
        return new UserMistakeException(
                "The model file '" + file + "' is cut off: " + how + ". Download it again.", cause);
    }

    private static Path modelFile(EndpointSettings settings) {
        Path file = Path.of(settings.own(MODEL.key()));
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "There is no model file '" + file + "'.",
                    "Check the spelling of its name; a model of several files is named by the first.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new UserMistakeException(
                        "The model file '" + file + "' is no GGUF file: it does not begin with 'GGUF'.",
                        "Download a file *.gguf of the model: this one is in another format (safetensors?) or incomplete.");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return file;
    }

    private static UserMistakeException unreadable(Path file, IOException cause) {
        return new UserMistakeException(
                "The model file '" + file + "' cannot be read: " + cause.getMessage() + ".",
                "Check the permissions of the file, and the disk.",
                cause);
    }
}
