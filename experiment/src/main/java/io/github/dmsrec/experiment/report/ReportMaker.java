package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.stage.Comparison;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes reports: of results that are there, and of a comparison of models on one data set. */
public final class ReportMaker {

    /** The question of a comparison of a fused model with its backbone alone. */
    public static final String OF_FUSION = "all that fusion adds, maps included";

    /** The question of a comparison with the model that the user named. */
    public static final String OF_CHOICE = "more than the model of choice";

    private ReportMaker() {}

    /**
     * A report of results.
     *
     * @param title the name of the experiment
     * @param seed of the bootstrap and the examples
     * @param threads of each training and evaluation
     * @param workers how many steps ran at once
     * @param reproduce the commands that make the same again
     */
    public static Report of(
            String title,
            long seed,
            int threads,
            int workers,
            List<Report.OnDataset> datasets,
            List<String> reproduce) {
        return new Report(
                Report.FORMAT,
                title,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "dmsrec " + Version.current(),
                Manifest.Machine.current(),
                seed,
                threads,
                workers,
                datasets,
                reproduce);
    }

    /**
     * A report of a comparison.
     *
     * @param title the name of the experiment
     * @param datasetFolder the folder of the data set
     * @param seed of the bootstrap and the examples
     * @param threads for the models
     * @param examples how many test rows and how many targets are shown in full
     * @param reference the model with which each other one is compared, too, as {@link Comparison.Entry#id} has it; null for
     *     none
     * @param reproduce the commands that make the same again
     */
    public static Report make(
            String title,
            ArtefactFolder datasetFolder,
            Comparison comparison,
            @Nullable String reference,
            long seed,
            int threads,
            int examples,
            List<String> reproduce) {
        List<Evaluated> lines = comparison.entries().stream()
                .map(entry -> evaluated(comparison, entry, reference))
                .toList();
        return make(title, comparison.dataset(), datasetFolder, lines, seed, threads, examples, reproduce);
    }

    /**
     * A report of models that were evaluated on one data set, also on parts of its rows.
     *
     * @param title the name of the experiment
     * @param datasetFolder the folder of the data set
     * @param lines in the order of tables
     * @param seed of the bootstrap and the examples
     * @param threads for the models
     * @param examples how many test rows and how many targets are shown in full
     * @param reproduce the commands that make the same again
     */
    public static Report make(
            String title,
            SessionDataset dataset,
            ArtefactFolder datasetFolder,
            List<Evaluated> lines,
            long seed,
            int threads,
            int examples,
            List<String> reproduce) {
        Report.OnDataset results = DatasetResults.of(
                dataset.name(),
                dataset,
                datasetFolder,
                lines,
                true,
                ExampleRows.of(dataset, lines, examples, seed, threads),
                seed);
        return of(title, seed, threads, 1, List.of(results), reproduce);
    }

    private static Evaluated evaluated(Comparison comparison, Comparison.Entry entry, @Nullable String reference) {
        String kind = entry.isBaseline() ? Report.BASELINE : Report.TRAINED;
        Manifest manifest = entry.model().map(ArtefactFolder::manifest).orElse(null);
        return new Evaluated(
                entry.name(),
                entry.backbone().isEmpty() ? entry.name() : entry.backbone(),
                "",
                entry.elsewhere().isPresent() ? Report.ELSEWHERE : kind,
                entry.fused(),
                entry.standsBesideAll(),
                "",
                references(comparison, entry, reference),
                List.of(new Evaluated.Run(
                        manifest == null || entry.isBaseline() ? null : manifest.seed(),
                        entry.evaluation(),
                        entry.costs(),
                        entry.model().orElse(null),
                        entry.standsBesideAll() ? "" : entry.id(),
                        null)));
    }

    private static List<Evaluated.Reference> references(
            Comparison comparison, Comparison.Entry entry, @Nullable String reference) {
        Stream<Evaluated.Reference> ofChoice = comparison.entries().stream()
                .filter(other -> other.id().equals(reference) && !entry.id().equals(reference))
                .map(other -> new Evaluated.Reference(other.name(), OF_CHOICE));
        Stream<Evaluated.Reference> ofFusion = comparison.baseOf(entry).stream()
                .filter(base -> !base.id().equals(reference))
                .map(base -> new Evaluated.Reference(base.name(), OF_FUSION));
        return Stream.concat(ofChoice, ofFusion).toList();
    }
}
