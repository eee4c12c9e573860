package io.github.dmsrec.experiment.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sentence below a table of a document that tells where its figures come from. */
final class SourceLine {

    private static final int DATE = 10;

    private SourceLine() {}

    /**
     * The sentence, in Markdown.
     *
     * @param files relative to the document
     * @param seeds of all draws; empty where nothing is drawn
     * @param threads of each training
     * @param created when the files were made, ISO-8601
     * @param madeBy program and version
     * @param commands for each file, what makes it again
     */
    static String of(
            List<String> files,
            List<String> seeds,
            List<Integer> threads,
            List<String> created,
            List<String> madeBy,
            List<List<String>> commands) {
        String links = files.stream()
                .map(file -> "[" + MarkdownReport.escape(file) + "](" + file + ")")
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "From %s: %s%s, %s, %s, %s.",
                links,
                seeds.isEmpty() ? "" : (seeds.size() == 1 ? "seed " : "seeds ") + String.join(", ", seeds) + ", ",
                threads.stream().map(Figures::threads).collect(Collectors.joining(", ")),
                created.stream().map(time -> time.substring(0, DATE)).distinct().collect(Collectors.joining(", ")),
                String.join(", ", madeBy),
                commands.stream()
                        .map(ofFile -> ofFile.stream()
                                .map(command -> "`" + command.replaceAll("`|\\R", "'") + "`")
                                .collect(Collectors.joining("; ")))
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }
}
