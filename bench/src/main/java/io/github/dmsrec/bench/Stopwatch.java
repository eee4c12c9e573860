package io.github.dmsrec.bench;

/**
 * Time since a moment.
 *
 * @param begin the moment, in nanoseconds of {@link System#nanoTime}
 */
record Stopwatch(long begin) {

    static Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
