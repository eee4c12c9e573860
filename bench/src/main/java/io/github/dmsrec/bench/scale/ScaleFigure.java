package io.github.dmsrec.bench.scale;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** A line of the file of results: what a stage cost in a cell, or why it was not measured. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScaleFigure.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = ScaleFigure.Refused.class, name = "refused")
})
sealed interface ScaleFigure {

    /** The shop. */
    Cell cell();

    /** The name of the stage. */
    String stage();

    /**
     * A stage that was measured.
     *
     * @param wall seconds of the whole work, by the clock
     * @param processor seconds of the whole work, of all threads
     * @param peak the most resident memory of the process, MiB
     * @param part what was measured of the work, where it was scaled to the whole; null if it was measured whole
     * @param calls latencies; null unless they are live calls, whose {@code wall} and {@code processor} are those of one
     */
    record Measured(
            Cell cell,
            String stage,
            double wall,
            double processor,
            double peak,
            @Nullable Part part,
            @Nullable Latency calls)
            implements ScaleFigure {

        /** What the measuring itself took, by the clock. */
        double wallOfPart() {
            return part == null ? wall : wall * part.measured() / part.all();
        }
    }

    /**
     * A part of a work whose cost is the same for each of its units.
     *
     * @param measured how many units were measured
     * @param all how many there are
     * @param unit what they are
     */
    record Part(long measured, long all, String unit) {}

    /**
     * Latencies of live calls, in milliseconds.
     *
     * @param p50 the median
     * @param p90 what nine of ten do not exceed
     */
    record Latency(double p50, double p90) {}

    /** What can be too little. */
    enum Resource {
        MEMORY("memory", "MiB"),
        DISK("disk", "MiB"),
        TIME("time", "s");

        private final String label;
        private final String unit;

        Resource(String label, String unit) {
            this.label = label;
            this.unit = unit;
        }

        String label() {
            return label;
        }

        String unit() {
            return unit;
        }
    }

    /**
     * A stage that was not measured because it would not fit, or was ended when it took longer than it may.
     *
     * @param lacking what there was too little of
     * @param needed how much it was estimated to need, or what it had taken when it was ended
     * @param limit how much there was
     */
    record Refused(Cell cell, String stage, Resource lacking, double needed, double limit) implements ScaleFigure {

        /** Whether it was begun; an estimate that refuses is above the limit. */
        boolean wasEnded() {
            return lacking == Resource.TIME && needed == limit;
        }
    }
}
