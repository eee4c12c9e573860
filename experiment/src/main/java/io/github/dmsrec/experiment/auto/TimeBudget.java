package io.github.dmsrec.experiment.auto;

import io.github.dmsrec.core.artefact.OutputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The time that is left, over all runs in a work folder: what earlier runs took is kept in a file. For one thread.
 */
final class TimeBudget {

    private static final String FILE = "used-seconds.txt";

    private final Path file;
    private final double seconds;
    private final double before;
    private final LongSupplier nanoTime;
    private final long start;

    /**
     * @param work the work folder, which exists
     * @param seconds all that may be used
     * @param nanoTime a clock in nanoseconds
     */
    TimeBudget(Path work, double seconds, LongSupplier nanoTime) {
        this.file = work.resolve(FILE);
        this.seconds = seconds;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.before = read(file);
    }

    private static double read(Path file) {
        try {
            return Files.exists(file)
                    ? Double.parseDouble(Files.readString(file).strip())
                    : 0;
        } catch (NumberFormatException e) {
            // Edited by hand: the time begins again, the work that is done stays.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** What this and earlier runs took. */
    double used() {
        return before + (nanoTime.getAsLong() - start) / 1e9;
    }

    /** All that may be used. */
    double whole() {
        return seconds;
    }

    /** What is left of all; 0 if it is used up. */
    double left() {
        return leftUntil(1);
    }

    /** What is left until a share of the whole is used. */
    double leftUntil(double share) {
        return Math.max(0, share * seconds - used());
    }

    /** Keeps what was used so far for a later run. */
    void save() throws IOException {
        String text = String.valueOf(used());
        OutputFile.write(file, fresh -> Files.writeString(fresh, text + "\n"));
    }
}
