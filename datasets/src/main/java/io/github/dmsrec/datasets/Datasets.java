package io.github.dmsrec.datasets;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.append.AppendRun;
import io.github.dmsrec.datasets.append.Appended;
import io.github.dmsrec.datasets.check.CheckReport;
import io.github.dmsrec.datasets.check.DatasetCheck;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.datasets.synthetic.SyntheticWriter;
import java.io.IOException;
import java.nio.file.Path;

/** What can be done with logs and data sets of any size, from Java; the commands only parse. */
public final class Datasets {

    /** The seed of what is drawn, unless another is given. */
    public static final long USUAL_SEED = 2024;

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
     * Tells what is wrong with a data set.
     *
     * @param folder of the data set
     * @throws io.github.dmsrec.core.UserMistakeException if the folder is no data set, or a file is missing or cut off
     */
    public static CheckReport check(Path folder) {
        return check(folder, USUAL_SEED, Progress.NONE);
    }

    /**
     * Tells what is wrong with a data set.
     *
     * @param folder of the data set
     * @param seed of the shuffles
     * @param progress gets a stage for each pass over the clicks
     * @throws io.github.dmsrec.core.UserMistakeException if the folder is no data set, or a file is missing or cut off
     */
    public static CheckReport check(Path folder, long seed, Progress progress) {
        return DatasetCheck.run(folder, seed, progress);
    }

    /**
     * Writes a synthetic data set; memory grows with its catalogue alone. The same plan gives the same bytes.
     *
     * @param out the folder to write
     * @param origin its name becomes the data set's
     * @throws io.github.dmsrec.core.UserMistakeException if something else than a data set is at {@code out}
     */
    public static ArtefactFolder make(SyntheticPlan plan, Path out, Origin origin, Progress progress)
            throws IOException {
        return SyntheticWriter.write(plan, out, origin, progress);
    }

    /**
     * Makes a longer data set of a data set and new logs. Items of the data set keep their indices, new ones come after them;
     * titles are taken over where they were missing. The session of a user, or of an id, that goes on in the new logs gets
     * its new clicks. Rare items and short continuations are kept: of the importer's filters only those hold that look at a
     * click or a session by itself.
     *
     * <p>Sessions of the data set, and those that go on, train; the other new sessions are divided by the importer's split.
     * So nothing that a model of the data set may have learned from is validation or test. Splits by user and of each
     * session's last clicks, and any if it is wanted, split all sessions again.
     *
     * @param base the folder of the data set; it stays as it is
     * @param news reads the new logs as those of the data set were read
     * @param resplit whether all sessions are split again
     * @param out the folder to write
     * @param origin its name becomes the data set's; data set, files and choices are added
     * @throws UserMistakeException if the base is no data set, a file is malformed, only one of the two has times or users, a
     *     session id comes again with earlier clicks, or a split would have no row; then nothing is written
     */
    public static Appended append(Path base, Importer news, boolean resplit, Path out, Origin origin)
            throws IOException {
        return new AppendRun(base, news, resplit, out, origin).run();
    }
}
