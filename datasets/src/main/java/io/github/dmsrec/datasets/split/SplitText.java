package io.github.dmsrec.datasets.split;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A split as one word: {@code time:0.9}, {@code days:7}, {@code windows:5} or {@code windows:5x0.9}, {@code user:0.9},
 * {@code leave-last}. The share is what the test leaves, rounded down; what it leaves is for training and validation.
 */
public final class SplitText {

    /** The split of an import that is told none. */
    public static final String DEFAULT = "time:0.9";

    private static final Pattern SHARE = Pattern.compile("(time|user)(?::(0?\\.\\d{1,6}))?");
    private static final Pattern DAYS = Pattern.compile("days:([1-9]\\d{0,4})");
    private static final Pattern WINDOWS = Pattern.compile("windows:([1-9]\\d{0,5})(?:x(0?\\.\\d{1,6}))?");
    private static final String SHARE_LEFT = "0.9";

    private SplitText() {}

    /**
     * Reads a split.
     *
     * @param text as above
     * @param validation the share of validation in what the test leaves
     * @param seed of the draw of users
     * @throws UserMistakeException if it is none
     */
    public static Splitting of(String text, double validation, long seed) {
        Matcher share = SHARE.matcher(text);
        Matcher days = DAYS.matcher(text);
        Matcher windows = WINDOWS.matcher(text);
        if (share.matches()) {
            Shares shares = shares(text, share.group(2), validation);
            return share.group(1).equals("time") ? new Splitting.ByTime(shares) : new Splitting.ByUser(shares, seed);
        }
        if (days.matches()) {
            return new Splitting.ByDays(Integer.parseInt(days.group(1)));
        }
        if (windows.matches() && Integer.parseInt(windows.group(1)) > 1) {
            return new Splitting.Windows(
                    Integer.parseInt(windows.group(1)), shares(text, windows.group(2), validation));
        }
        if (text.equals("leave-last")) {
            return new Splitting.LeaveLast();
        }
        throw mistake(text);
    }

    private static Shares shares(String text, @org.jspecify.annotations.Nullable String share, double validation) {
        double left = Double.parseDouble(share == null ? SHARE_LEFT : share);
        if (!Shares.isShare(left)) {
            throw mistake(text);
        }
        return Shares.leaving(left, validation);
    }

    private static UserMistakeException mistake(String text) {
        return new UserMistakeException(
                "--split is '" + text + "'.",
                "Use time:0.9, days:7, windows:5, windows:5x0.9, user:0.9 or leave-last.");
    }
}
