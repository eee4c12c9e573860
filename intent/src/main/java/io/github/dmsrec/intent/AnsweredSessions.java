package io.github.dmsrec.intent;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.intent.encode.VectorIndex;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The answered rows of a folder of intents by the clicks that they are about. A session is known by 64 bits of its clicks,
 * so that a row takes some 40 bytes. Immutable; safe for use by several threads.
 */
final class AnsweredSessions {

    /** None: nobody was asked. */
    static final AnsweredSessions NONE = new AnsweredSessions(new VectorIndex(), new IntentRows.Builder().build());

    /** The column of {@link #key}. */
    static final String COLUMN = "session";

    private final VectorIndex rows;
    private final IntentRows intents;

    private AnsweredSessions(VectorIndex rows, IntentRows intents) {
        this.rows = rows;
        this.intents = intents;
    }

    /** Reads them; none if the folder was written before it kept them. */
    static AnsweredSessions read(ArtefactFolder folder) {
        Path file = folder.file(IntentFolder.INTENTS_FILE);
        if (!ParquetFiles.columns(file).contains(COLUMN)) {
            return NONE;
        }
        VectorIndex rows = new VectorIndex();
        IntentRows.Builder intents = new IntentRows.Builder();
        String sql = "SELECT " + COLUMN + ", explicit, latent FROM content WHERE " + COLUMN
                + " IS NOT NULL AND status = '" + RowStatus.ANSWERED.label() + "'";
        ParquetFiles.query(file, sql, row -> {
            rows.add(Long.parseUnsignedLong(row.text(0), 16));
            intents.add(row.integers(1), row.integers(2));
        });
        return new AnsweredSessions(rows, intents.build());
    }

    /** The intents of the first row with the same clicks, as text numbers; null if there is none. */
    IntentRows.@Nullable Row find(int[] session) {
        int row = rows.first(key(session));
        if (row < 0) {
            return null;
        }
        int[] explicit = new int[intents.explicitCount(row)];
        for (int i = 0; i < explicit.length; i++) {
            explicit[i] = intents.explicitText(row, i);
        }
        int[] latent = new int[intents.latentCount(row)];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = intents.latentText(row, i);
        }
        return new IntentRows.Row(explicit, latent);
    }

    /** 64 bits of the clicks and their order, the same in every version: a part of the format. */
    static long key(int[] session) {
        long hash = session.length;
        for (int item : session) {
            hash = (hash ^ item) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        hash *= 0xBF58476D1CE4E5B9L;
        return hash ^ hash >>> 32;
    }

    /** The key of a session as the column has it. */
    static String text(int[] session) {
        return Long.toHexString(key(session));
    }
}
