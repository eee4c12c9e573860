package io.github.dmsrec.core.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An evaluation on disk: the ranks of the targets, from which all metrics, parts and tests follow, as {@code ranks.parquet}
 * ({@code row}, {@code ranked}, {@code masked}; 0 for a target that is not in the ranking), the rest in the manifest.
 *
 * @param folder where it is
 * @param evaluation the ranks and metrics; without the time of its scores, which is among the costs
 * @param costs what the model cost, by the names of tables
 */
public record EvaluationFolder(ArtefactFolder folder, Evaluation evaluation, Map<String, Double> costs) {

    private static final String RANKS = "ranks.parquet";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes an evaluation; one that is there is replaced. */
    public static ArtefactFolder write(Path target, Evaluation evaluation, Map<String, Double> costs, Origin origin)
            throws IOException {
        return ArtefactFolder.write(target, ArtefactKind.EVALUATION, origin, folder -> {
            ParquetFiles.write(
                    folder.resolve(RANKS),
                    List.of(
                            new ParquetColumn("row", ParquetColumn.Type.INTEGER),
                            new ParquetColumn("ranked", ParquetColumn.Type.INTEGER),
                            new ParquetColumn("masked", ParquetColumn.Type.INTEGER)),
                    writer -> {
                        for (int row = 0; row < evaluation.rows(); row++) {
                            writer.beginRow()
                                    .integer(row)
                                    .integer(stored(evaluation.rankedRanks()[row]))
                                    .integer(stored(evaluation.maskedRanks()[row]))
                                    .endRow();
                        }
                    });
            ObjectNode facts = JSON.createObjectNode();
            facts.put("model", evaluation.model());
            facts.put("rows", evaluation.rows());
            facts.set("ranked", JSON.valueToTree(evaluation.ranked()));
            facts.set("masked", JSON.valueToTree(evaluation.masked()));
            evaluation.rankedBreadth().ifPresent(breadth -> facts.set("rankedBreadth", JSON.valueToTree(breadth)));
            evaluation.maskedBreadth().ifPresent(breadth -> facts.set("maskedBreadth", JSON.valueToTree(breadth)));
            facts.set("costs", JSON.valueToTree(costs));
            facts.put("seconds", evaluation.seconds());
            return facts;
        });
    }

    /**
     * Reads an evaluation.
     *
     * @throws UserMistakeException if there is none, or a file of it is missing or broken
     */
    public static EvaluationFolder read(Path path) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.EVALUATION);
        JsonNode facts = folder.manifest().facts();
        IntList ranked = new IntList();
        IntList masked = new IntList();
        ParquetFiles.query(folder.file(RANKS), "SELECT ranked, masked FROM content ORDER BY row", row -> {
            ranked.add(rank(row.integer(0)));
            masked.add(rank(row.integer(1)));
        });
        int rows = facts.path("rows").asInt(-1);
        if (ranked.size() != rows) {
            throw new UserMistakeException(
                    "'" + folder.file(RANKS) + "' has " + ranked.size() + " rows, but the manifest says " + rows + ".",
                    "Make the folder again: it may have been edited or copied in part.");
        }
        int[] rankedRanks = ranked.range(0, rows);
        int[] maskedRanks = masked.range(0, rows);
        Map<String, Double> costs = new LinkedHashMap<>();
        facts.path("costs")
                .properties()
                .forEach(cost -> costs.put(cost.getKey(), cost.getValue().asDouble()));
        return new EvaluationFolder(
                folder,
                new Evaluation(
                        facts.path("model").asText(),
                        rows,
                        Metrics.ofRanks(rankedRanks),
                        Metrics.ofRanks(maskedRanks),
                        rankedRanks,
                        maskedRanks,
                        breadth(facts.path("rankedBreadth")),
                        breadth(facts.path("maskedBreadth")),
                        Optional.empty(),
                        facts.path("seconds").asDouble()),
                costs);
    }

    private static Optional<Breadth> breadth(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Breadth(
                        node.path("coverage").asDouble(),
                        node.path("popularity").asDouble(),
                        node.path("targetPopularity").asDouble()))
                : Optional.empty();
    }

    private static int stored(int rank) {
        return rank == Metrics.MISS ? 0 : rank;
    }

    private static int rank(int stored) {
        return stored == 0 ? Metrics.MISS : stored;
    }
}
