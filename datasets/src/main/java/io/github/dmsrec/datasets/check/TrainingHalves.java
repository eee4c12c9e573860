package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.io.ParquetFiles;
import java.nio.file.Path;

/**
 * Which sessions of training are of its first half and which of its last tenth: by the time of their last clicks, about; by
 * their order, where there are no times.
 *
 * @param byTime whether the bounds are times
 * @param half where the first half ends
 * @param last where the last tenth begins
 */
record TrainingHalves(boolean byTime, double half, double last) implements SupportTally.Cuts {

    static TrainingHalves of(Path sessions, SplitCheck split) {
        double[] bounds = new double[2];
        String of = split.isTimed()
                ? "(SELECT times[-1] AS place FROM content WHERE split = 'train') WHERE isfinite(place)"
                : "(SELECT session AS place FROM content WHERE split = 'train')";
        ParquetFiles.query(
                sessions,
                "SELECT coalesce(approx_quantile(place, 0.5), 0)::DOUBLE, coalesce(approx_quantile(place, 0.9), 0)::DOUBLE FROM "
                        + of,
                row -> {
                    bounds[0] = row.doubleNumber(0);
                    bounds[1] = row.doubleNumber(1);
                });
        return new TrainingHalves(split.isTimed(), bounds[0], bounds[1]);
    }

    @Override
    public boolean firstHalf(int session, double end) {
        return (byTime ? end : session) <= half;
    }

    @Override
    public boolean lastTenth(int session, double end) {
        return (byTime ? end : session) > last;
    }
}
