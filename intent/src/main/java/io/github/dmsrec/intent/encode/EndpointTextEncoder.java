package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.llm.EmbeddingEndpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An encoder behind an OpenAI-compatible endpoint. Texts go there in batches, one batch after the other. */
final class EndpointTextEncoder implements TextEncoder {

    private static final int BATCH = 64;

    /** Any text shows the dimension. */
    private static final String PROBE = "dimension";

    private final String baseUrl;
    private final String model;
    private final String prefix;
    private final boolean normalise;
    private final EmbeddingEndpoint endpoint;
    private final int dimension;

    /**
     * Asks once, for the length of a vector.
     *
     * @param prefix stands before every text; may be empty
     * @param normalise whether vectors get the length 1
     * @throws UserMistakeException if the endpoint does not answer as it should
     */
    EndpointTextEncoder(
            String baseUrl,
            String model,
            Optional<String> apiKey,
            String apiKeyVariable,
            String prefix,
            boolean normalise) {
        this.baseUrl = baseUrl;
        this.model = model;
        this.prefix = prefix;
        this.normalise = normalise;
        this.endpoint = new EmbeddingEndpoint(baseUrl, model, apiKey, apiKeyVariable);
        this.dimension = endpoint.embed(List.of(PROBE))[0].length;
    }

    @Override
    public String identity() {
        return Fingerprint.ofText(String.join("\n", "embeddings", baseUrl, model, Boolean.toString(normalise), prefix));
    }

    @Override
    public String name() {
        return model;
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("name", model);
        options.put("identity", identity());
        options.put("base-url", baseUrl);
        options.put("prefix", prefix);
        options.put("normalise", Boolean.toString(normalise));
        return options;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /** Each batch is kept as soon as it is there: it is paid for. */
    @Override
    public int partSize() {
        return BATCH;
    }

    @Override
    public EncodedTexts encode(List<String> texts, Progress progress) {
        VectorSheet sheet = new VectorSheet(texts, dimension);
        List<String> distinct = sheet.distinct();
        for (int from = 0; from < distinct.size(); from += BATCH) {
            List<String> batch = distinct.subList(from, Math.min(distinct.size(), from + BATCH));
            float[][] vectors =
                    endpoint.embed(batch.stream().map(prefix::concat).toList());
            for (int i = 0; i < vectors.length; i++) {
                if (vectors[i].length != dimension) {
                    throw new UserMistakeException(
                            "Model '" + model + "' at " + baseUrl + " gave a vector of " + vectors[i].length
                                    + " numbers; before it gave " + dimension + ".",
                            "Run the command again: the server has another model now.");
                }
                if (normalise) {
                    EncodingSettings.normalise(vectors[i]);
                }
                System.arraycopy(vectors[i], 0, sheet.values(), sheet.offset(batch.get(i)), dimension);
            }
        }
        return sheet.finish(distinct.size(), 0);
    }

    @Override
    public void close() {}
}
