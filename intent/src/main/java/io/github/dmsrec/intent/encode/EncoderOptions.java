package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.UserMistakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which encoder, and how it runs.
 *
 * @param folder holds {@code model.onnx} and {@code tokenizer.json}; empty for the built-in all-MiniLM-L6-v2
 * @param pooling how the vectors of the tokens become one
 * @param threads for the model, at least 1
 * @param cache where vectors are kept, see {@link CacheFolder}
 */
public record EncoderOptions(Optional<Path> folder, Pooling pooling, int threads, Path cache) {

    /** The model's file in a user's folder. */
    public static final String MODEL_FILE = "model.onnx";

    /** The tokenizer's file in a user's folder. */
    public static final String TOKENIZER_FILE = "tokenizer.json";

    /** The built-in encoder with masked mean and the default cache. */
    public static EncoderOptions defaults(int threads) {
        return new EncoderOptions(
                Optional.empty(), Pooling.MASKED_MEAN, threads, CacheFolder.resolve(Optional.empty(), System.getenv()));
    }

    /**
     * Loads the encoder, with the cache in front of it.
     *
     * @throws UserMistakeException if a file is missing or is not what it should be
     */
    public TextEncoder open() {
        ModelFiles files = folder.map(EncoderOptions::files).orElseGet(ModelFiles::builtIn);
        return new CachedTextEncoder(OnnxTextEncoder.load(files, pooling, threads), cache.resolve("vectors"));
    }

    private static ModelFiles files(Path folder) {
        Path model = folder.resolve(MODEL_FILE);
        Path tokenizer = folder.resolve(TOKENIZER_FILE);
        for (Path file : new Path[] {model, tokenizer}) {
            if (!Files.isRegularFile(file)) {
                throw new UserMistakeException(
                        "An encoder needs '" + MODEL_FILE + "' and '" + TOKENIZER_FILE + "' in one folder; looked for '"
                                + file + "', which does not exist.",
                        "the path has a typing mistake, or the model was not exported yet ('optimum-cli export onnx"
                                + " --model bert-base-uncased FOLDER' writes both files).");
            }
        }
        return ModelFiles.of(folder.toAbsolutePath().normalize().getFileName().toString(), model, tokenizer);
    }
}
