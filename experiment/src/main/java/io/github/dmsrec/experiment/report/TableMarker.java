package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import java.util.List;
import java.util.Optional;

/**
 * What a marker asks for of the results of a run: {@code <!-- table FILE.json... [OPTION=VALUE]... [spread] -->}.
 *
 * @param files the results files, relative to the document
 * @param seenItems {@link Report#RANKED}, {@link Report#MASKED} or both
 * @param metrics the columns; empty for all
 * @param models the rows by name; empty for all
 * @param bestOnTest whether the published protocol's figures are shown instead
 * @param deltaToBase whether fused models show their difference to their base
 * @param spread whether the files are runs with different seeds, shown as mean and standard deviation
 */
record TableMarker(
        List<String> files,
        List<String> seenItems,
        List<String> metrics,
        List<String> models,
        boolean bestOnTest,
        boolean deltaToBase,
        boolean spread) {

    /**
     * Reads a marker.
     *
     * @throws UserMistakeException naming every mistake
     */
    static TableMarker parse(String line) {
        MarkerWords words = MarkerKind.TABLE.words(line);
        List<String> files = words.files();
        Optional<List<String>> seenItems = words.seenItems();
        List<String> metrics = words.list("metrics");
        List<String> models = words.list("models");
        boolean bestOnTest = words.is("protocol", "best-on-test");
        boolean deltaToBase = words.is("delta", "base");
        boolean spread = words.is("spread", "");
        List<String> rankedOnly = List.of(Report.RANKED);
        if (bestOnTest && !seenItems.orElse(rankedOnly).equals(rankedOnly)) {
            words.mistake("seen-items is not ranked, but the published protocol ranks the items of the session");
        }
        if (spread && files.size() == 1) {
            words.mistake("one file has no spread");
        }
        if (!spread && files.size() > 1) {
            words.mistake(files.size() + " files are named, but not 'spread'");
        }
        words.done(
                "'<!-- table results/a.json seen-items=masked metrics=HR@20,MRR@20 models=sr-gnn,gce-gnn -->'; further"
                        + " options: protocol=best-on-test, delta=base, and spread for several files.");
        return new TableMarker(
                files,
                bestOnTest ? rankedOnly : seenItems.orElse(List.of(Report.RANKED, Report.MASKED)),
                metrics,
                models,
                bestOnTest,
                deltaToBase,
                spread);
    }
}
