package io.github.dmsrec.intent.encode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A model that the runtime has open, and the digest of its files. The built-in one is opened once and stays for the process:
 * to read 90 MB takes a second, and most steps of a run open an encoder. Safe for use by several threads.
 */
final class OpenedModel implements AutoCloseable {

    private static @Nullable OpenedModel builtIn;

    private final OrtSession session;
    private final MessageDigest digest;
    private final boolean kept;

    private OpenedModel(OrtSession session, MessageDigest digest, boolean kept) {
        this.session = session;
        this.digest = digest;
        this.kept = kept;
    }

    /**
     * Opens a model.
     *
     * @throws OrtException if the file is no model
     */
    static OpenedModel open(OrtEnvironment environment, ModelFiles files) throws OrtException {
        MessageDigest digest = sha256();
        if (files.model() instanceof ModelFiles.Model.OnDisk disk) {
            files.digest(digest);
            try (OrtSession.SessionOptions options = options()) {
                OrtSession session = environment.createSession(disk.file().toString(), options);
                return new OpenedModel(session, digest, false);
            }
        }
        return builtIn(environment, files, digest);
    }

    private static synchronized OpenedModel builtIn(OrtEnvironment environment, ModelFiles files, MessageDigest digest)
            throws OrtException {
        if (builtIn == null) {
            byte[] content = files.digest(digest);
            try (OrtSession.SessionOptions options = options()) {
                builtIn = new OpenedModel(environment.createSession(content, options), digest, true);
            }
        }
        return builtIn;
    }

    // An encoder's threads each compute a batch of their own.
    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return options;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    OrtSession session() {
        return session;
    }

    /** The digest of the files and of settings, in hexadecimal digits. */
    String identity(EncodingSettings settings) {
        try {
            MessageDigest all = (MessageDigest) digest.clone();
            all.update(settings.toBytes());
            return HexFormat.of().formatHex(all.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 cannot be copied", e);
        }
    }

    @Override
    public void close() throws OrtException {
        if (!kept) {
            session.close();
        }
    }
}
