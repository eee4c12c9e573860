package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Puts a cache on disk in front of an encoder; several runs may share it. What is missing is computed in parts, texts of
 * like length together, and each part is kept at once: a run that was stopped resumes where it was, and no more than one
 * part is held besides the result.
 */
public final class CachedTextEncoder implements TextEncoder {

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
        VectorSheet sheet = new VectorSheet(texts, dimension());
        List<String> missing = new ArrayList<>();
        cache.refresh();
        for (String text : sheet.distinct()) {
            if (!cache.find(text, sheet.values(), sheet.offset(text))) {
                missing.add(text);
            }
        }
        int cached = sheet.distinct().size() - missing.size();
        int computed = 0;
        // Like lengths together, for the batches of the encoder.
        missing.sort(Comparator.comparing(String::length));
        if (!missing.isEmpty()) {
            try (Progress.Stage stage = progress.stage(
                    "encode texts with " + name(), "texts", sheet.distinct().size())) {
                if (cached > 0) {
                    stage.advance(cached, cached + " of them encoded before");
                }
                for (int from = 0; from < missing.size(); from += encoder.partSize()) {
                    List<String> part = missing.subList(from, Math.min(missing.size(), from + encoder.partSize()));
                    computed += encodeAndKeep(part, sheet);
                    stage.advance(part.size());
                }
            }
        }
        return sheet.finish(computed, sheet.distinct().size() - computed);
    }

    private int encodeAndKeep(List<String> part, VectorSheet sheet) {
        // Another process may encode the same texts.
        cache.refresh();
        List<String> texts = part.stream()
                .filter(text -> !cache.find(text, sheet.values(), sheet.offset(text)))
                .toList();
        if (texts.isEmpty()) {
            return 0;
        }
        float[] computed = encoder.encode(texts, Progress.NONE).vectors().values();
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(computed, i * dimension(), sheet.values(), sheet.offset(texts.get(i)), dimension());
        }
        cache.putAll(texts, computed);
        return texts.size();
    }

    @Override
    public void close() {
        cache.close();
        encoder.close();
    }
}
