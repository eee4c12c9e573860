package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.intent.IntentVectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a cache on disk in front of an encoder; several runs may share it. */
public final class CachedTextEncoder implements TextEncoder {

    /** A killed run loses the work of at most that many texts. */
    private static final int KEEP_EVERY = 512;

    private final TextEncoder encoder;
    private final VectorCache cache;

    /**
     * @param encoder computes what the cache does not have; closed with this one
     * @param folder where the vectors are kept
     */
    public CachedTextEncoder(TextEncoder encoder, Path folder) {
        this.encoder = encoder;
        this.cache = VectorCache.open(folder, encoder.identity(), encoder.dimension());
    }

    @Override
    public String identity() {
        return encoder.identity();
    }

    @Override
    public String name() {
        return encoder.name();
    }

    @Override
    public Map<String, String> options() {
        return encoder.options();
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public EncodedTexts encode(List<String> texts, Progress progress) {
        Map<String, float[]> vectors = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String text : new LinkedHashSet<>(texts)) {
            if (!text.isBlank()) {
                Optional<float[]> kept = cache.find(text);
                kept.ifPresentOrElse(vector -> vectors.put(text, vector), () -> missing.add(text));
            }
        }
        int cached = vectors.size();
        // Like lengths together, for the batches of the encoder.
        missing.sort(Comparator.comparing(String::length));
        try (Progress.Stage stage = missing.isEmpty()
                ? Progress.Stage.NONE
                : progress.stage("encode texts with " + name(), "texts", missing.size())) {
            for (int from = 0; from < missing.size(); from += KEEP_EVERY) {
                List<String> part = missing.subList(from, Math.min(missing.size(), from + KEEP_EVERY));
                encodeAndKeep(part, vectors);
                stage.advance(part.size());
            }
        }
        return OnnxTextEncoder.gather(texts, vectors, encoder.dimension(), missing.size(), cached);
    }

    private void encodeAndKeep(List<String> texts, Map<String, float[]> vectors) {
        IntentVectors computed = encoder.encode(texts, Progress.NONE).vectors();
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            float[] vector =
                    Arrays.copyOfRange(computed.values(), i * computed.dimension(), (i + 1) * computed.dimension());
            vectors.put(texts.get(i), vector);
            rows.add(vector);
        }
        cache.putAll(texts, rows);
    }

    @Override
    public void close() {
        cache.close();
        encoder.close();
    }
}
