package io.github.dmsrec.core;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether slow tests run, and what the default run takes of long lists of cases. */
public final class SlowRun {

    /** True under {@code -Pslow}. */
    public static final boolean ON = Boolean.getBoolean("dmsrec.slow");

    private SlowRun() {}

    /** The first of every so many cases in their order; all of them where slow tests run. */
    public static <T> Stream<T> oneOf(int every, Stream<T> cases) {
        if (ON) {
            return cases;
        }
        List<T> all = cases.toList();
        return IntStream.range(0, all.size())
                .filter(place -> place % every == 0)
                .mapToObj(all::get);
    }
}
