package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import java.util.List;
import java.util.Optional;

/**
 * What a marker asks for of the results of a study: {@code <!-- study FILE.json [OPTION=VALUE]... -->}.
 *
 * @param file the {@code study.json}, relative to the document
 * @param table which table
 * @param dataset the data set; empty for the only one
 * @param seenItems {@link Report#RANKED}, {@link Report#MASKED} or both
 * @param metrics the metrics; empty for all
 * @param methods whose lines are shown; empty for all
 * @param arms which arms of trained methods are shown, methods without arms always; empty for all
 */
record StudyMarker(
        String file,
        Table table,
        Optional<String> dataset,
        List<String> seenItems,
        List<String> metrics,
        List<String> methods,
        List<String> arms) {

    /** The tables of a study that a document can have. */
    enum Table {
        /** The metrics of every line. */
        RESULTS,
        /** The differences that answer a question. */
        EFFECTS,
        /** How much of the gain of fusion its maps alone give. */
        MAPS,
        /** What is recommended, and what it costs. */
        COSTS
    }

    /**
     * Reads a marker.
     *
     * @throws UserMistakeException naming every mistake
     */
    static StudyMarker parse(String line) {
        MarkerWords words = MarkerKind.STUDY.words(line);
        List<String> files = words.files();
        if (files.size() > 1) {
            words.mistake(files.size() + " files are named, but a study has one for all its seeds");
        }
        Optional<String> word = words.value("table");
        Optional<Table> known = word.flatMap(text -> Labels.parse(Table.class, text));
        if (word.isPresent() && known.isEmpty()) {
            words.mistake("table is '" + word.get() + "', not one of " + String.join(", ", Labels.all(Table.class)));
        }
        Table table = known.orElse(Table.RESULTS);
        Optional<String> dataset = words.value("dataset");
        Optional<List<String>> seenItems = words.seenItems();
        if (table == Table.COSTS && seenItems.isPresent()) {
            words.mistake("seen-items has no meaning for table=costs, where the session's items are masked");
        }
        List<String> arms = words.list("arms");
        if (table == Table.MAPS && !arms.isEmpty()) {
            words.mistake("arms has no meaning for table=maps, whose arms are base, zero and both");
        }
        List<String> metrics = words.list("metrics");
        List<String> methods = words.list("methods");
        words.done("'<!-- study results/study.json dataset=ml-1m table=results seen-items=masked metrics=HR@20,MRR@20"
                + " methods=vs-knn,sr-gnn arms=base,both -->'; tables: " + String.join(", ", Labels.all(Table.class))
                + ".");
        return new StudyMarker(
                files.get(0),
                table,
                dataset,
                seenItems.orElse(List.of(Report.RANKED, Report.MASKED)),
                metrics,
                methods,
                arms);
    }
}
