package io.github.dmsrec.intent.student;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.facets.ItemFacetsInferrer;
import io.github.dmsrec.intent.files.IntentFiles;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The answered training rows of a folder of intents, from which a student learns. Immutable.
 *
 * @param vectors of all texts; the first are the titles
 * @param texts by number
 * @param rows in order of their numbers
 * @param facets whether explicit intents are facets of the clicked items
 * @param encoder the identity of what encoded the texts; empty if it is not known
 */
record Teacher(IntentVectors vectors, List<String> texts, List<Row> rows, boolean facets, Optional<String> encoder) {

    /**
     * An answered row.
     *
     * @param number among the training rows
     * @param explicit numbers of texts
     * @param latent numbers of texts
     */
    record Row(int number, int[] explicit, int[] latent) {}

    /**
     * Reads a folder.
     *
     * @param training all training rows of the data set; empty if they are not at hand
     * @throws UserMistakeException if it belongs to another data set or has no answered training row
     */
    static Teacher read(Path path, Catalogue catalogue, Optional<Examples> training) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.INTENTS);
        List<String> texts = IntentFiles.texts(folder, catalogue);
        List<Row> rows = new ArrayList<>();
        int[] all = new int[1];
        String sql = "SELECT row, explicit, latent, status FROM content WHERE split = '" + Split.TRAIN.label() + "'";
        ParquetFiles.query(folder.file(IntentFiles.INTENTS), sql, row -> {
            all[0]++;
            if (row.text(3).equals(RowStatus.ANSWERED.label())) {
                rows.add(new Row(row.integer(0), row.integers(1), row.integers(2)));
            }
        });
        if (training.isPresent() && all[0] != training.get().size()) {
            throw new UserMistakeException(
                    "The teacher '" + path + "' has " + all[0] + " training rows, but the data set has "
                            + training.get().size() + ". Name intents that were inferred for this data set.");
        }
        if (rows.isEmpty()) {
            throw new UserMistakeException(
                    "The teacher '" + path + "' has no answered training row. Name intents with answers.");
        }
        rows.sort(Comparator.comparingInt(Row::number));
        return new Teacher(
                IntentFiles.vectors(folder),
                texts,
                List.copyOf(rows),
                namesFacets(folder.manifest()),
                IntentFiles.encoder(folder.manifest()));
    }

    /** Facets are named by the inferrer of facets, and by a student that learned of it. */
    private static boolean namesFacets(Manifest manifest) {
        Map<String, String> options = manifest.options();
        return switch (options.getOrDefault("inferrer", "")) {
            case ItemFacetsInferrer.NAME -> ItemFacetsInferrer.ofClickedItems(options, IntentFiles.INFERRER_PREFIX);
            case StudentInferrer.NAME ->
                manifest.facts().path("inferrer").path(StudentFile.FACETS).asBoolean();
            default -> false;
        };
    }

    /** Without the rows whose numbers are not wanted. */
    Teacher only(IntPredicate wanted) {
        return new Teacher(
                vectors,
                texts,
                rows.stream().filter(row -> wanted.test(row.number())).toList(),
                facets,
                encoder);
    }

    /** The texts beyond titles that rows have most often, as numbers, the most frequent first. */
    int[] frequentTexts(int titles, int most) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (Row row : rows) {
            count(row.explicit(), titles, counts);
            count(row.latent(), titles, counts);
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    private static void count(int[] numbers, int titles, Map<Integer, Integer> counts) {
        for (int number : numbers) {
            if (number >= titles) {
                counts.merge(number, 1, Integer::sum);
            }
        }
    }

    /**
     * The direction of the mean of texts' vectors, of length one; zeros without texts.
     *
     * @param target to be written from a place on
     */
    void mean(int[] numbers, float[] target, int at) {
        int dimension = vectors.dimension();
        for (int number : numbers) {
            for (int i = 0; i < dimension; i++) {
                target[at + i] += vectors.values()[number * dimension + i];
            }
        }
        StudentInputs.normalise(target, at, dimension);
    }
}
