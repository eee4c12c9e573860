package io.github.dmsrec.app.report;

import io.github.dmsrec.core.session.Split;
import java.util.List;

/** How reports label a model whose epoch was chosen by the rows that its figures are measured on. */
public final class TestSelection {

    /** The label. */
    public static final String WORDS = "selected on the test set";

    /** What stands above the published protocol's figures. */
    static final String BEST_FIGURES =
            "Best test figure of each metric over all epochs: " + WORDS + ", as the published code reports";

    /** Why the label matters, as a sentence. */
    static final String MEANING =
            "the epoch was chosen by the test rows themselves, so the figures are better than unseen rows would give";

    private static final String MARK = "*";

    private TestSelection() {}

    /** Whether the given split makes the label necessary. */
    static boolean isTest(String selectedOn) {
        return selectedOn.equals(Split.TEST.label());
    }

    /** The name in a table: with the mark that {@link #footnote} explains if the label is necessary. */
    static String marked(String name, String selectedOn) {
        return isTest(selectedOn) ? name + " " + MARK : name;
    }

    /** The line below a table; empty where no row is marked. */
    static List<String> footnote(List<Report.Result> rows) {
        return rows.stream().anyMatch(row -> isTest(row.selectedOn())) ? List.of(MARK + " " + WORDS) : List.of();
    }
}
