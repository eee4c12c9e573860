package io.github.dmsrec.server.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Models that share a name. A session gets one of them by a hash of its id: always the same, on every machine. Immutable. */
final class Variants {

    private final String name;
    private final List<String> models;
    private final long[] bounds;

    /**
     * @param name that requests use; part of the hash, so that another comparison divides the sessions in another way
     * @param weights of the models
     */
    Variants(String name, Map<String, Integer> weights) {
        this.name = name;
        this.models = new ArrayList<>(weights.keySet().stream().sorted().toList());
        this.bounds = new long[models.size()];
        long sum = 0;
        for (int i = 0; i < bounds.length; i++) {
            sum += weights.getOrDefault(models.get(i), 0);
            bounds[i] = sum;
        }
    }

    /** The model of a session. */
    String model(String session) {
        long place = Long.remainderUnsigned(hash(name + '\n' + session), bounds[bounds.length - 1]);
        int i = 0;
        while (place >= bounds[i]) {
            i++;
        }
        return models.get(i);
    }

    /** The first eight bytes of SHA-256. */
    static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            long hash = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                hash = hash << 8 | (digest[i] & 0xff);
            }
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
