package io.github.dmsrec.intent.llama;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.option.OptionReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A GGUF model in this process, by llama.cpp. {@code model} is the file; {@code slots} questions are answered at once, each
 * with a context of {@code num-ctx} tokens.
 *
 * <p>The library leaves a thread behind that keeps a JVM from ending, also after the endpoint was closed: a program of
 * one's own that uses it must end with {@link System#exit}, as the command line does.
 */
public final class LlamaProvider implements ChatProvider {

    static final String MODEL = "model";
    static final String CONTEXT = "num-ctx";
    static final String SLOTS = "slots";
    static final String THREADS = "threads";
    static final String GPU_LAYERS = "gpu-layers";

    private static final int LEAST_CONTEXT = 64;
    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return ChatProviders.LLAMA_CPP;
    }

    @Override
    public Map<String, String> defaults() {
        return OptionReader.ordered(MODEL, "", CONTEXT, "8192", SLOTS, "1", THREADS, "0", GPU_LAYERS, "0");
    }

    @Override
    public EndpointSettings settings(OptionReader options) {
        Path file = Path.of(options.required(MODEL, "model qwen2.5-7b-instruct-q4_k_m.gguf"));
        Map<String, String> own = new LinkedHashMap<>();
        own.put(MODEL, file.toAbsolutePath().normalize().toString());
        own.put(CONTEXT, Integer.toString(options.integer(CONTEXT, LEAST_CONTEXT)));
        own.put(SLOTS, Integer.toString(options.integer(SLOTS, 1)));
        own.put(THREADS, Integer.toString(options.integer(THREADS, 0)));
        own.put(GPU_LAYERS, Integer.toString(options.integer(GPU_LAYERS, 0)));
        // The store knows a model by its file's name; the file's content is part of the identity.
        return EndpointSettings.of(options, "", String.valueOf(file.getFileName()), own);
    }

    @Override
    public String identity(EndpointSettings settings) {
        Path file = modelFile(settings);
        try {
            return "sha256=" + Fingerprint.ofFile(file) + " num_ctx=" + settings.own(CONTEXT);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public ChatEndpoint open(EndpointSettings settings, Map<String, String> environment) {
        return new LlamaEndpoint(settings, modelFile(settings));
    }

    private static Path modelFile(EndpointSettings settings) {
        Path file = Path.of(settings.own(MODEL));
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "There is no model file '" + file + "'.",
                    "its name has a typing mistake; a model of several files is named by the first.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new UserMistakeException(
                        "The model file '" + file + "' is no GGUF file: it does not begin with 'GGUF'.",
                        "it is of another format (safetensors?), or the download failed; look for a file *.gguf of the"
                                + " model.");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return file;
    }

    private static UserMistakeException unreadable(Path file, IOException cause) {
        return new UserMistakeException(
                "The model file '" + file + "' cannot be read: " + cause.getMessage() + ".",
                "it may not be read by this user, or the disk failed.",
                cause);
    }
}
