package io.github.dmsrec.bench;

import java.util.Locale;

/** What a benchmark tells. */
final class Printout {

    private Printout() {}

    /** Prints a line. */
    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
