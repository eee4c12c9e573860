package io.github.dmsrec.experiment.auto;

import io.github.dmsrec.core.UserMistakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked for.
 *
 * @param dataset the folder of the data set
 * @param out the model folder to write
 * @param work the folder for everything that is made on the way
 * @param budget the time for all of it, over all runs in the same work folder
 * @param workers how many methods are tuned or trained at once, at least 1
 * @param seed of all draws and trainings
 * @param threads of all workers together, at least 1
 * @param memoryBytes the limit of the buffers for scores
 */
public record AutoPlan(
        Path dataset, Path out, Path work, Duration budget, int workers, long seed, int threads, long memoryBytes) {

    private static final Pattern PARTS = Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,5})m(?:in)?)?(?:(\\d{1,6})s)?");

    /** Where the work goes unless a folder is named: beside the model. */
    public static Path workBeside(Path out) {
        Path whole = out.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + ".auto");
    }

    /**
     * A time as people write it, e.g. {@code 2h}, {@code 90m}, {@code 1h30m} or {@code 45s}.
     *
     * @throws UserMistakeException if it is none, or 0
     */
    public static Duration duration(String text) {
        Matcher matcher = PARTS.matcher(text.strip().toLowerCase(Locale.ROOT).replace(" ", ""));
        Duration duration = matcher.matches()
                ? Duration.ofHours(number(matcher, 1))
                        .plusMinutes(number(matcher, 2))
                        .plusSeconds(number(matcher, 3))
                : Duration.ZERO;
        if (duration.isZero()) {
            throw new UserMistakeException(
                    "--budget is '" + text + "', but must be a time above 0, such as 2h, 90m, 1h30m or 45s.");
        }
        return duration;
    }

    private static long number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** The threads of one worker. */
    int threadsOfWorker() {
        return Math.max(1, threads / workers);
    }
}
