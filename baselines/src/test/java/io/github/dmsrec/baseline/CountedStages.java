package io.github.dmsrec.baseline;

import io.github.dmsrec.core.progress.Progress;
import java.util.ArrayList;
import java.util.List;

/** Keeps of each stage that has ended its name, and how much of it was reported. For one thread. */
final class CountedStages implements Progress {

    private final List<String> ended = new ArrayList<>();

    /** Such as {@code "invert: 6 of 6 items"}. */
    List<String> ended() {
        return ended;
    }

    @Override
    public Stage stage(String name, String unit, long total) {
        long[] done = {0};
        return new Stage() {

            @Override
            public void advance(long units, String note) {
                done[0] += units;
            }

            @Override
            public void close() {
                ended.add(name + ": " + done[0] + " of " + total + " " + unit);
            }
        };
    }
}
