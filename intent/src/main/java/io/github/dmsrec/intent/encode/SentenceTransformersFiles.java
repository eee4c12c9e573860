package io.github.dmsrec.intent.encode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the files of the library sentence-transformers beside a model say of its use. Each value is empty where no file
 * says it.
 *
 * @param pooling of {@code 1_Pooling/config.json}
 * @param prefix the default prompt of {@code config_sentence_transformers.json}
 * @param normalise whether {@code modules.json} ends with a normalisation
 * @param maxLength of {@code sentence_bert_config.json}
 */
record SentenceTransformersFiles(
        Optional<Pooling> pooling, Optional<String> prefix, Optional<Boolean> normalise, OptionalInt maxLength) {

    /** No file says anything. */
    static final SentenceTransformersFiles NONE =
            new SentenceTransformersFiles(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

    private static final String MODULES = "modules.json";
    private static final String POOLING = "config.json";
    private static final String LENGTHS = "sentence_bert_config.json";
    private static final String PROMPTS = "config_sentence_transformers.json";
    private static final String MODE = "pooling_mode_";
    private static final Map<String, Pooling> MODES = Map.of(
            "mean_tokens",
            Pooling.MASKED_MEAN,
            "mean",
            Pooling.MASKED_MEAN,
            "cls_token",
            Pooling.CLS,
            "cls",
            Pooling.CLS);

    /**
     * Reads the files of a folder.
     *
     * @param poolingGiven whether the pooling is chosen by the user, so that an unknown one does not matter
     * @throws UserMistakeException if a file is no JSON, or the model needs a layer or a pooling that is not known here
     */
    static SentenceTransformersFiles read(Path folder, boolean poolingGiven) {
        JsonNode modules = json(folder.resolve(MODULES));
        Path poolingFile = folder.resolve("1_Pooling").resolve(POOLING);
        boolean normalised = false;
        for (JsonNode module : modules) {
            String type = module.path("type").asText("");
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer" -> {}
                case "Pooling" ->
                    poolingFile = folder.resolve(module.path("path").asText("")).resolve(POOLING);
                case "Normalize" -> normalised = true;
                default ->
                    throw new UserMistakeException(
                            "'" + folder.resolve(MODULES) + "' names the layer '" + type
                                    + "', which is not computed here: known are Transformer, Pooling and Normalize.",
                            "Use a model without further layers, such as all-MiniLM-L6-v2 or multilingual-e5.");
            }
        }
        JsonNode pooling = json(poolingFile);
        Optional<String> prefix = prefix(folder.resolve(PROMPTS));
        if (prefix.isPresent() && !pooling.path("include_prompt").asBoolean(true)) {
            throw new UserMistakeException(
                    "'" + poolingFile + "' leaves the prompt out of the pooling, which is not done here.",
                    "Use a model without prompts.");
        }
        int length = json(folder.resolve(LENGTHS)).path("max_seq_length").asInt(0);
        return new SentenceTransformersFiles(
                poolingGiven || pooling.isMissingNode() ? Optional.empty() : Optional.of(mode(poolingFile, pooling)),
                prefix,
                modules.isMissingNode() ? Optional.empty() : Optional.of(normalised),
                length < EncodingSettings.LEAST_MAX_LENGTH ? OptionalInt.empty() : OptionalInt.of(length));
    }

    private static Pooling mode(Path file, JsonNode config) {
        List<String> modes = new ArrayList<>();
        config.properties().forEach(field -> {
            if (field.getKey().startsWith(MODE) && field.getValue().asBoolean()) {
                modes.add(field.getKey().substring(MODE.length()));
            }
        });
        if (config.path("pooling_mode").isTextual()) {
            modes.add(config.path("pooling_mode").asText());
        }
        @Nullable Pooling known = modes.size() == 1 ? MODES.get(modes.get(0)) : null;
        if (known == null) {
            throw new UserMistakeException(
                    "'" + file + "' asks for the pooling " + modes + "; known here are mean_tokens and cls_token.",
                    "Give --encoder-pooling, one of " + String.join(", ", Pooling.labels()) + ".");
        }
        return known;
    }

    private static Optional<String> prefix(Path file) {
        JsonNode config = json(file);
        JsonNode name = config.path("default_prompt_name");
        return Optional.of(config.path("prompts").path(name.asText("")).asText(""))
                .filter(prompt -> name.isTextual() && !prompt.isEmpty());
    }

    private static JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + file + "' is not a JSON: " + e.getOriginalMessage() + ".",
                    "Fetch the model again: the file may have been cut off.",
                    e);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "'" + file + "' cannot be read: " + e.getMessage() + ".", "Check the permissions of the file.", e);
        }
    }
}
