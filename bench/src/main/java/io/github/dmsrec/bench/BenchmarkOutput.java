package io.github.dmsrec.bench;

import java.util.Locale;

/** What a benchmark tells. */
public final class BenchmarkOutput {

    private BenchmarkOutput() {}

    /** Prints a line. */
    public static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
