package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The limit of the buffer for scores. */
final class MemoryOption {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kmg]?)b?", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "The most memory for scores, which are computed in chunks that fit, e.g. 64m or 1g"
                    + " (default: ${DEFAULT-VALUE}).")
    private String size = "256m";

    /** In bytes. */
    long bytes() {
        return bytes("--memory", size);
    }

    /**
     * A size in bytes.
     *
     * @param option names it in messages
     */
    static long bytes(String option, String size) {
        Matcher matcher = SIZE.matcher(size.strip());
        if (!matcher.matches()) {
            throw new UserMistakeException(option + " is '" + size + "'.", "Use a size like 64m or 1g.");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> number << 10;
            case "m" -> number << 20;
            case "g" -> number << 30;
            default -> number;
        };
    }
}
