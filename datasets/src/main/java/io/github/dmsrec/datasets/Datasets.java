package io.github.dmsrec.datasets;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.datasets.check.CheckReport;
import io.github.dmsrec.datasets.check.DatasetCheck;
import java.nio.file.Path;

/** What can be done with logs and data sets of any size, from Java; the commands only parse. */
public final class Datasets {

    /** The seed of what is drawn, unless another is given. */
    public static final long USUAL_SEED = 2024;

    private Datasets() {}

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
}
