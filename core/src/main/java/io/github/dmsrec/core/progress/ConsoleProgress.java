package io.github.dmsrec.core.progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints stages with rate and remaining time: on a terminal as one line with a bar that is rewritten, elsewhere as a plain
 * line every few seconds. Each stage ends with a line of its total, unless a result follows: then the line on a terminal is
 * cleared, and plain lines come every half minute. For one thread.
 */
public final class ConsoleProgress implements Progress {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long TERMINAL_INTERVAL = NANOS_PER_SECOND / 5;
    private static final long PLAIN_INTERVAL = 5 * NANOS_PER_SECOND;
    private static final long PLAIN_INTERVAL_UNTIL_RESULT = 30 * NANOS_PER_SECOND;
    private static final int BAR = 20;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final boolean untilResult;

    /**
     * @param out where to
     * @param terminal whether a line can be rewritten
     * @param nanoTime a clock in nanoseconds
     */
    public ConsoleProgress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this(out, terminal, nanoTime, false);
    }

    private ConsoleProgress(PrintWriter out, boolean terminal, LongSupplier nanoTime, boolean untilResult) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.untilResult = untilResult;
    }

    @Override
    public Progress untilResult() {
        return new ConsoleProgress(out, terminal, nanoTime, true);
    }

    private long interval() {
        if (terminal) {
            return TERMINAL_INTERVAL;
        }
        return untilResult ? PLAIN_INTERVAL_UNTIL_RESULT : PLAIN_INTERVAL;
    }

    @Override
    public Stage stage(String name, String unit, long total) {
        return new PrintedStage(name, unit, total);
    }

    @Override
    public void result(String line) {
        out.println(line);
        out.flush();
    }

    private final class PrintedStage implements Stage {

        private final String name;
        private final String unit;
        private final long total;
        private final long started = nanoTime.getAsLong();
        private long lastPrinted = started;
        private long done;
        private String note = "";
        private int widthOnScreen;

        PrintedStage(String name, String unit, long total) {
            this.name = name;
            this.unit = unit;
            this.total = total;
        }

        @Override
        public void advance(long units, String newNote) {
            done += units;
            if (!newNote.isEmpty()) {
                note = newNote;
            }
            long now = nanoTime.getAsLong();
            if (now - lastPrinted >= interval()) {
                lastPrinted = now;
                show(running(now), false);
            }
        }

        @Override
        public void close() {
            if (untilResult) {
                clear();
                return;
            }
            double seconds = seconds(nanoTime.getAsLong());
            String line = String.format(Locale.ROOT, "%s: %,d %s in %s", name, done, unit, Durations.words(seconds));
            if (seconds > 0 && done > 0) {
                line += String.format(Locale.ROOT, " (%s/s)", rate(done / seconds));
            }
            show(line + suffix(), true);
        }

        private String running(long now) {
            double seconds = seconds(now);
            StringBuilder line = new StringBuilder(name).append(": ");
            if (total > 0) {
                if (terminal) {
                    int full = (int) (BAR * Math.min(done, total) / total);
                    line.append('[')
                            .append("=".repeat(full))
                            .append(" ".repeat(BAR - full))
                            .append("] ");
                }
                line.append(String.format(
                        Locale.ROOT, "%d %%, %,d of %,d %s", 100 * Math.min(done, total) / total, done, total, unit));
            } else {
                line.append(String.format(Locale.ROOT, "%,d %s", done, unit));
            }
            if (seconds > 0 && done > 0) {
                line.append(", ").append(rate(done / seconds)).append("/s");
                if (total > done) {
                    line.append(", ")
                            .append(Durations.words((total - done) * seconds / done))
                            .append(" left");
                }
            }
            return line.append(suffix()).toString();
        }

        private String suffix() {
            return note.isEmpty() ? "" : ", " + note;
        }

        private double seconds(long now) {
            return (now - started) / (double) NANOS_PER_SECOND;
        }

        /** What was shown on a terminal goes away; the next line begins where it began. */
        private void clear() {
            if (widthOnScreen > 0) {
                out.print('\r' + " ".repeat(widthOnScreen) + '\r');
                out.flush();
                widthOnScreen = 0;
            }
        }

        private void show(String line, boolean last) {
            if (terminal) {
                out.print('\r' + line + " ".repeat(Math.max(0, widthOnScreen - line.length())));
                widthOnScreen = line.length();
                if (last) {
                    out.println();
                }
            } else {
                out.println(line);
            }
            out.flush();
        }
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }
}
