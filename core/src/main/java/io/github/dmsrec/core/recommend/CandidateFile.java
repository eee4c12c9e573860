package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The one file of a candidate folder. */
sealed interface CandidateFile permits ParquetCandidateFile, TsvCandidateFile {

    static CandidateFile of(CandidateFormat format, Path file) {
        return switch (format) {
            case PARQUET -> new ParquetCandidateFile(file);
            case TSV -> new TsvCandidateFile(file);
        };
    }

    void write(Catalogue catalogue, Map<Split, CandidateLists> lists) throws IOException;

    /** Reads all splits; those without rows have empty lists. */
    Map<Split, CandidateLists> read(Catalogue catalogue) throws IOException;
}
