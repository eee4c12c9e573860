package io.github.dmsrec.datasets.session;

import java.util.Locale;

/**
 * What a step of an import dropped and left.
 *
 * @param name what it dropped, in words
 * @param clicks how many clicks it dropped
 * @param sessions how many sessions it dropped whole; 0 before there are sessions
 * @param clicksLeft how many clicks are left
 * @param sessionsLeft how many sessions are left; 0 before there are any
 * @param itemsLeft how many items are left
 */
public record FilterCount(String name, long clicks, long sessions, long clicksLeft, long sessionsLeft, long itemsLeft) {

    /** The count as a line to print. */
    public String line() {
        String left = String.format(Locale.ROOT, "%,d clicks on %,d items", clicksLeft, itemsLeft);
        return String.format(
                Locale.ROOT,
                "%-42s %,d clicks; left: %s",
                name,
                -clicks,
                sessionsLeft == 0 ? left : left + String.format(Locale.ROOT, " in %,d sessions", sessionsLeft));
    }
}
