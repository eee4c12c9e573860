package io.github.dmsrec.bench.serving;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.Method;
import io.github.dmsrec.bench.BriefModels;
import io.github.dmsrec.bench.SyntheticSessions;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.srgnn.SrgnnImport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A catalogue with its data sets and models, made when they are first needed and kept: Beauty, or random sessions over a
 * number of items.
 *
 * @param items its size
 * @param beauty the folder of Beauty in SR-GNN's format; empty for random sessions
 * @param folder keeps everything
 */
record ServedCatalogue(int items, Optional<Path> beauty, Path folder) {

    /** The name of Beauty on the command line. */
    static final String BEAUTY = "beauty";

    private static final int BEAUTY_ITEMS = 12_101;
    private static final int MEAN_LENGTH = 5;
    private static final int MOST_CLICKS = 5_000_000;
    private static final int CLICKS_AN_ITEM = 10;

    /** Weights matter little for the time of an answer, and a step over a million items takes seconds. */
    private static final int CLICKS_OF_TRAINING = 2_000;

    /**
     * A catalogue by its name on the command line.
     *
     * @param name {@value #BEAUTY}, or how many items
     */
    static ServedCatalogue named(String name, Path work, Path beauty) {
        return name.equals(BEAUTY)
                ? new ServedCatalogue(BEAUTY_ITEMS, Optional.of(beauty), work.resolve(name))
                : new ServedCatalogue(Integer.parseInt(name), Optional.empty(), work.resolve(name));
    }

    /** What stands over its table. */
    String title() {
        return beauty.isPresent() ? "Beauty, 12,101 items" : String.format(Locale.ROOT, "%,d items", items);
    }

    /** Where a model is, or will be. */
    Path model(String name) {
        return folder.resolve(name);
    }

    /** Makes a model unless it is there. */
    void prepare(String name) throws IOException {
        if (ArtefactFolder.isThere(model(name))) {
            return;
        }
        boolean trained =
                name.endsWith(BriefModels.FUSED) || Method.named(name).options().containsKey("epochs");
        Path data = beauty.isEmpty() && trained ? synthetic("little-data", CLICKS_OF_TRAINING) : data();
        say("preparing %s on %s", name, title());
        new BriefModels(folder, data).get(name);
    }

    private Path data() throws IOException {
        return beauty.isPresent()
                ? imported(beauty.get())
                : synthetic("data", Math.min(MOST_CLICKS, CLICKS_AN_ITEM * items));
    }

    private Path imported(Path beautyFolder) throws IOException {
        Path data = folder.resolve("data");
        if (!ArtefactFolder.isThere(data)) {
            Files.createDirectories(folder);
            SrgnnImport.run(
                    beautyFolder,
                    Optional.of(beautyFolder.resolve("items.tsv")),
                    data,
                    Origin.of(BEAUTY, "bench", 1, 1),
                    Progress.NONE);
        }
        return data;
    }

    private Path synthetic(String name, int clicks) throws IOException {
        Path data = folder.resolve(name);
        if (!ArtefactFolder.isThere(data)) {
            Files.createDirectories(folder);
            DatasetFolder.write(
                    data,
                    SyntheticSessions.logged(items, clicks, MEAN_LENGTH),
                    Origin.of("synthetic", "bench/run serving", 1, 1),
                    Map.of());
        }
        return data;
    }

    /**
     * The file of its ids, the most popular first. Items that no training session has beside others are left out: methods that look
     * for neighbours recommend nothing for them.
     */
    Path ids() throws IOException {
        Path file = folder.resolve("ids.txt");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            List<String> ids = byClicks();
            OutputFile.write(file, place -> Files.write(place, ids, StandardCharsets.UTF_8));
        }
        return file;
    }

    private List<String> byClicks() throws IOException {
        SessionDataset dataset = DatasetFolder.read(data());
        Examples rows = dataset.examples(Split.TRAIN);
        int[] clicks = new int[dataset.catalogue().size()];
        for (int row = 0; row < rows.size(); row++) {
            clicks[rows.target(row)]++;
        }
        return IntStream.range(0, clicks.length)
                .filter(item -> clicks[item] > 0)
                .boxed()
                .sorted(Comparator.comparing((Integer item) -> -clicks[item]).thenComparing(Comparator.naturalOrder()))
                .map(dataset.catalogue()::id)
                .toList();
    }
}
