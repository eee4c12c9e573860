package io.github.dmsrec.experiment.config;

import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.format.srgnn.SrgnnImport;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.stage.ArtefactStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a file of choices takes its data from. */
public sealed interface DataSource {

    /** Where the data set is, or will be if it has to be made in a work folder. */
    Path place(Path work);

    /**
     * What makes the data set in a work folder; null where it is there already.
     *
     * @param begun what the manifest says, without options
     */
    @Nullable ArtefactStep step(Path work, Origin begun);

    /** SR-GNN's pickles. */
    record Srgnn(Path folder, Optional<Path> items) implements DataSource {

        @Override
        public Path place(Path work) {
            return work.resolve(MADE);
        }

        @Override
        public ArtefactStep step(Path work, Origin begun) {
            Path out = place(work);
            return ArtefactStep.of(
                    "import",
                    ArtefactKind.DATASET,
                    out,
                    () -> begun.withOption("folder", absolute(folder))
                            .withOption("items", items.map(Srgnn::absolute).orElse("none")),
                    (origin, progress) -> SrgnnImport.run(folder, items, out, origin, progress));
        }

        private static String absolute(Path path) {
            return path.toAbsolutePath().normalize().toString();
        }
    }

    /** The demo shop. */
    record Demo(int themes, int sessions) implements DataSource {

        @Override
        public Path place(Path work) {
            return work.resolve(MADE);
        }

        @Override
        public ArtefactStep step(Path work, Origin begun) {
            Path out = place(work);
            return ArtefactStep.of(
                    "demo shop",
                    ArtefactKind.DATASET,
                    out,
                    () -> begun.withOption("themes", themes).withOption("sessions", sessions),
                    (origin, progress) ->
                            Datasets.make(SyntheticPlan.shop(themes, sessions, begun.seed()), out, origin, progress));
        }
    }

    /** A data set that was imported before. */
    record Ready(Path path) implements DataSource {

        @Override
        public Path place(Path work) {
            return path;
        }

        @Override
        public @Nullable ArtefactStep step(Path work, Origin begun) {
            return null;
        }
    }

    /** The name, in the work folder, of a data set that is made. */
    String MADE = "data";

    /** Reads the key {@code dataset}: exactly one of {@code srgnn}, {@code demo} and {@code path}. */
    static DataSource of(Section root, ConfigErrors mistakes) {
        DataSource nothing = new Ready(Path.of(""));
        if (!root.has("dataset")) {
            root.required("dataset", "where the data comes from");
            return nothing;
        }
        return root.section("dataset").map(section -> in(section, mistakes)).orElse(nothing);
    }

    /** Reads a section that holds exactly one of {@code srgnn}, {@code demo} and {@code path}. */
    static DataSource in(Section dataset, ConfigErrors mistakes) {
        List<DataSource> sources = new ArrayList<>();
        dataset.section("srgnn").ifPresent(srgnn -> {
            sources.add(new Srgnn(
                    Path.of(srgnn.required("folder", "the folder of train.txt and test.txt")), srgnn.file("items")));
            srgnn.done();
        });
        dataset.section("demo").ifPresent(demo -> {
            sources.add(new Demo(
                    (int) demo.integer("themes", SyntheticPlan.SHOP_THEMES, 1, SyntheticPlan.SHOP_THEMES),
                    (int) demo.integer("sessions", SyntheticPlan.SHOP_SESSIONS, 20, 1_000_000)));
            demo.done();
        });
        dataset.file("path").ifPresent(path -> sources.add(new Ready(path)));
        dataset.done();
        if (sources.size() != 1) {
            mistakes.add(
                    dataset.where(),
                    dataset.path() + ": "
                            + (sources.isEmpty() ? "no source is given." : sources.size() + " sources are given."),
                    "Keep exactly one of srgnn, demo and path.");
            return new Ready(Path.of(""));
        }
        return sources.get(0);
    }
}
