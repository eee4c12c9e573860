package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which rows of a data set. */
final class SplitFlag {

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description = "Only the rows of one split: train, validation or test (default: all).")
    private Optional<String> split = Optional.empty();

    /**
     * The split of a label, if one was given.
     *
     * @throws UserMistakeException if there is none of that name
     */
    static Optional<Split> parse(Optional<String> label) {
        try {
            return label.map(Split::ofLabel);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("--split: " + e.getMessage() + ".", "Use test.", e);
        }
    }

    /** The split that was given, or all. */
    List<Split> values() {
        return parse(split).map(List::of).orElse(List.of(Split.values()));
    }
}
