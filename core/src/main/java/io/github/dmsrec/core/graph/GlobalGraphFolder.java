package io.github.dmsrec.core.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.session.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A global graph that was made before the training that takes it: {@code graph.safetensors} with {@code offsets [N + 1]},
 * and for each edge {@code neighbours} and {@code counts [E]}, those of an item together, the strongest first. Immutable.
 *
 * @param folder where it is
 * @param graph the graph
 * @param perItem how many neighbours an item keeps at most
 * @param sessions how many sessions it was made of
 * @param clicks how many clicks they have
 */
public record GlobalGraphFolder(ArtefactFolder folder, GlobalGraph graph, int perItem, long sessions, long clicks) {

    private static final String FILE = "graph.safetensors";
    private static final String OFFSETS = "offsets";
    private static final String NEIGHBOURS = "neighbours";
    private static final String COUNTS = "counts";

    /**
     * Writes a graph.
     *
     * @param perItem how many neighbours an item keeps at most
     * @param sessions how many sessions it was made of
     * @param clicks how many clicks they have
     * @param origin with the data set among its inputs
     */
    public static ArtefactFolder write(
            Path out, GlobalGraph graph, int perItem, long sessions, long clicks, Origin origin) throws IOException {
        int[] offsets = new int[graph.size() + 1];
        for (int item = 0; item < graph.size(); item++) {
            offsets[item + 1] = offsets[item] + graph.neighbours()[item].length;
        }
        int edges = offsets[graph.size()];
        Map<String, SafetensorsFile.Tensor> tensors = new TreeMap<>();
        tensors.put(OFFSETS, SafetensorsFile.Tensor.ofInts(offsets, offsets.length));
        tensors.put(NEIGHBOURS, SafetensorsFile.Tensor.ofInts(joined(graph.neighbours()), edges));
        tensors.put(COUNTS, SafetensorsFile.Tensor.ofInts(joined(graph.counts()), edges));
        return ArtefactFolder.write(out, ArtefactKind.GRAPH, origin, folder -> {
            SafetensorsFile.write(folder.resolve(FILE), Map.of(), tensors);
            ObjectNode facts = JsonNodeFactory.instance.objectNode();
            facts.put("items", graph.size());
            facts.put("edges", edges);
            facts.put("perItem", perItem);
            facts.put("sessions", sessions);
            facts.put("clicks", clicks);
            return facts;
        });
    }

    private static int[] joined(int[][] rows) {
        return Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    }

    /**
     * Reads a graph.
     *
     * @throws UserMistakeException if there is none, or it is not as it was written
     */
    public static GlobalGraphFolder read(Path path) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.GRAPH);
        folder.requireIntact();
        SafetensorsFile file = SafetensorsFile.read(folder.file(FILE));
        int[] offsets = file.ints(OFFSETS);
        JsonNode facts = folder.manifest().facts();
        return new GlobalGraphFolder(
                folder,
                new GlobalGraph(rows(offsets, file.ints(NEIGHBOURS)), rows(offsets, file.ints(COUNTS))),
                facts.path("perItem").asInt(),
                facts.path("sessions").asLong(),
                facts.path("clicks").asLong());
    }

    private static int[][] rows(int[] offsets, int[] values) {
        int[][] rows = new int[offsets.length - 1][];
        for (int item = 0; item < rows.length; item++) {
            rows[item] = Arrays.copyOfRange(values, offsets[item], offsets[item + 1]);
        }
        return rows;
    }

    /**
     * The graph, if it is that of the given sessions; what they hold is not looked at, as the manifest names their data set.
     *
     * @param wanted complete sessions
     * @param catalogueSize the number of items
     * @param neighbours how many an item keeps at most
     * @throws UserMistakeException if it was made of other sessions, other items, or with another number of neighbours
     */
    public GlobalGraph of(Sessions wanted, int catalogueSize, int neighbours) {
        if (graph.size() != catalogueSize
                || perItem != neighbours
                || sessions != wanted.size()
                || clicks != wanted.clicks()) {
            throw new UserMistakeException(
                    String.format(
                            Locale.ROOT,
                            "The graph '%s' has %d neighbours of each of %,d items, from %,d sessions with %,d clicks, but"
                                    + " the training takes %d neighbours of each of %,d items, from %,d sessions with %,d"
                                    + " clicks.",
                            folder.path(),
                            perItem,
                            graph.size(),
                            sessions,
                            clicks,
                            neighbours,
                            catalogueSize,
                            wanted.size(),
                            wanted.clicks()),
                    "Make it of the sessions that are learned, or omit global-graph.");
        }
        return graph;
    }
}
