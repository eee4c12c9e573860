package io.github.dmsrec.intent.llama;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.EndpointSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        return new LlamaEndpoint(settings, modelFile(settings));
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
