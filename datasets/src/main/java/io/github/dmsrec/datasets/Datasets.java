package io.github.dmsrec.datasets;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.provenance.Origin;
import java.io.IOException;
import java.nio.file.Path;

/** Where data sets come from. */
public final class Datasets {

    private Datasets() {}

    /**
     * Begins an import, e.g.
     *
     * <pre>{@code
     * Datasets.importer()
     *         .csv("clicks/*.csv.gz")
     *         .session("visit").item("sku").time("at")
     *         .write(Path.of("data"), Origin.of("shop", "import", 2024, 2));
     * }</pre>
     */
    public static Importer importer() {
        return new Importer();
    }

    /**
     * Makes a longer data set of a data set and new logs. Items of the data set keep their indices, new ones come after them;
     * titles are taken over where they were missing. The session of a user, or of an id, that goes on in the new logs gets
     * its new clicks. Rare items and short continuations are kept: of the importer's filters only those hold that look at a
     * click or a session by itself.
     *
     * <p>Sessions of the data set, and those that go on, train; the other new sessions are divided by the importer's split.
     * So nothing that a model of the data set may have learned from is validation or test. Splits by user and of each
     * session's last clicks, and any if it is wanted, divide all sessions anew.
     *
     * @param base the folder of the data set; it stays as it is
     * @param news reads the new logs as those of the data set were read
     * @param anew whether all sessions are divided anew
     * @param out the folder to write
     * @param origin its name becomes the data set's; data set, files and choices are added
     * @throws UserMistakeException if the base is no data set, a file is malformed, only one of the two has times or users, a
     *     session id comes again with earlier clicks, or a split would have no row; then nothing is written
     */
    public static Appended append(Path base, Importer news, boolean anew, Path out, Origin origin) throws IOException {
        return new AppendRun(base, news.plan(), anew, out, origin, news.progress()).run();
    }
}
