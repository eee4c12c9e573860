package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a generated part of a document is made from; its markers begin with this word. */
enum MarkerKind {
    /** The {@code results.json} of a run. */
    TABLE,
    /** The {@code study.json} of a study. */
    STUDY;

    private final String word;
    private final Pattern opening;
    private final Pattern beginning;
    private final Pattern closing;

    MarkerKind() {
        // Deeper indentation is a block of code.
        word = Labels.of(this);
        opening = Pattern.compile(" {0,3}<!--\\s*" + word + "(?:\\s+(.*?))?\\s*-->\\s*");
        beginning = Pattern.compile(" {0,3}<!--\\s*" + word + "(?:\\s.*|-->.*)?");
        closing = Pattern.compile(" {0,3}<!--\\s*/" + word + "\\s*-->\\s*");
    }

    /** The kind that a line begins, if it begins one. */
    static Optional<MarkerKind> openedBy(String line) {
        return Arrays.stream(values())
                .filter(kind -> kind.beginning.matcher(line).matches())
                .findFirst();
    }

    /** The kind that a line ends, if it ends one. */
    static Optional<MarkerKind> closedBy(String line) {
        return Arrays.stream(values())
                .filter(kind -> kind.closing.matcher(line).matches())
                .findFirst();
    }

    /** The line that ends it. */
    String end() {
        return "<!-- /" + word + " -->";
    }

    /**
     * The words of a line that begins it.
     *
     * @throws UserMistakeException if the marker goes on in the next line
     */
    MarkerWords words(String line) {
        Matcher whole = opening.matcher(line);
        if (!whole.matches()) {
            throw new UserMistakeException("this marker does not end in its line.", "Add '-->'.");
        }
        return MarkerWords.of(Optional.ofNullable(whole.group(1)).orElse(""));
    }
}
