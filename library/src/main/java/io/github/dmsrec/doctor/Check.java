package io.github.dmsrec.doctor;

import java.util.Locale;

/**
 * What {@code doctor} found out about one thing.
 *
 * @param name the thing
 * @param status how it is
 * @param finding what was found
 * @param fix what to do; empty if nothing
 */
public record Check(String name, Status status, String finding, String fix) {

    /** How a thing is. */
    public enum Status {
        OK,
        /** It works, but slowly or untested. */
        WARN,
        /** It does not work. */
        FAIL
    }

    static Check ok(String name, String finding) {
        return new Check(name, Status.OK, finding, "");
    }

    static Check warn(String name, String finding, String fix) {
        return new Check(name, Status.WARN, finding, fix);
    }

    static Check fail(String name, String finding, String fix) {
        return new Check(name, Status.FAIL, finding, fix);
    }

    /** One line, and one more for the fix. */
    public String line() {
        String line =
                String.format(Locale.ROOT, "%-4s  %-18s %s", status.name().toLowerCase(Locale.ROOT), name, finding);
        return fix.isEmpty() ? line : line + System.lineSeparator() + " ".repeat(25) + "fix: " + fix;
    }
}
