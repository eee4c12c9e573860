package io.github.dmsrec.cli.command;

import io.github.dmsrec.SeenItems;
import io.github.dmsrec.core.UserMistakeException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether items that a session has clicked may be recommended. */
final class SeenItemsFlag {

    static final String NAME = "--seen-items";

    @Option(
            names = NAME,
            paramLabel = "rank|exclude",
            description =
                    "Items of the session compete like all others (rank), as in evaluation with session items ranked,"
                            + " or are left out (exclude).")
    private Optional<String> value = Optional.empty();

    @Option(names = "--exclude-session-items", hidden = true)
    private boolean excludeSessionItems;

    /**
     * What was asked for.
     *
     * @param otherwise if nothing was
     * @throws UserMistakeException for another word, and for the flag's earlier name
     */
    SeenItems value(SeenItems otherwise) {
        if (excludeSessionItems) {
            throw new UserMistakeException("--exclude-session-items does not exist any more. Write " + NAME
                    + " exclude, which is the default here.");
        }
        return given().orElse(otherwise);
    }

    /** As {@link #value}, where the flag's earlier name still holds. */
    SeenItems valueOrEarlier(SeenItems otherwise) {
        if (excludeSessionItems && given().filter(SeenItems.RANKED::equals).isPresent()) {
            throw new UserMistakeException(
                    "--exclude-session-items and " + NAME + " rank contradict each other. Keep one of them.");
        }
        return excludeSessionItems ? SeenItems.MASKED : given().orElse(otherwise);
    }

    private Optional<SeenItems> given() {
        return value.map(word -> switch (word) {
            case "rank" -> SeenItems.RANKED;
            case "exclude" -> SeenItems.MASKED;
            default ->
                throw new UserMistakeException(
                        NAME + " is '" + word + "'. Write " + NAME + " rank or " + NAME + " exclude.");
        });
    }

    /** The word of a value. */
    static String word(SeenItems seenItems) {
        return seenItems == SeenItems.MASKED ? "exclude" : "rank";
    }

    /** What people should know of a value. */
    static String sentence(SeenItems seenItems) {
        return seenItems == SeenItems.MASKED
                ? "Items of the session are excluded; " + NAME + " rank lets them compete."
                : "Items of the session compete like all others; " + NAME + " exclude leaves them out.";
    }
}
