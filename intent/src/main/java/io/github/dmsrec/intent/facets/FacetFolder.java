package io.github.dmsrec.intent.facets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.asking.ItemDescriber.Described;
import io.github.dmsrec.intent.asking.ItemDescriber.Descriptions;
import io.github.dmsrec.intent.prompt.FacetTemplate;
import io.github.dmsrec.intent.reply.FacetAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A folder of kind {@link ArtefactKind#FACETS}: {@code facets.parquet} (one row per item, facet and value) and
 * {@code template.yaml} (what was asked).
 */
public final class FacetFolder {

    /** One row per item, facet and value. */
    public static final String FACETS_FILE = "facets.parquet";

    /** What was asked. */
    public static final String TEMPLATE_FILE = "template.yaml";

    private static final int MOST_FREQUENT = 20;

    private static final List<ParquetColumn> COLUMNS = List.of(
            new ParquetColumn("item", ParquetColumn.Type.INTEGER),
            new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
            new ParquetColumn("title", ParquetColumn.Type.TEXT),
            new ParquetColumn("facet", ParquetColumn.Type.TEXT),
            new ParquetColumn("value", ParquetColumn.Type.TEXT));

    private FacetFolder() {}

    /**
     * Writes a folder.
     *
     * @param origin with the input {@code dataset} and the options
     */
    public static ArtefactFolder write(
            Path out, Origin origin, Catalogue catalogue, FacetTemplate template, Descriptions descriptions)
            throws IOException {
        return ArtefactFolder.write(out, ArtefactKind.FACETS, origin, folder -> {
            ParquetFiles.write(folder.resolve(FACETS_FILE), COLUMNS, writer -> {
                for (Described described : inCatalogueOrder(descriptions.items())) {
                    FacetAnswer answer = described.answer();
                    if (answer == null) {
                        continue;
                    }
                    for (Map.Entry<String, List<String>> facet : answer.values().entrySet()) {
                        for (String value : facet.getValue()) {
                            writer.beginRow()
                                    .integer(described.item())
                                    .text(catalogue.id(described.item()))
                                    .text(catalogue.title(described.item()))
                                    .text(facet.getKey())
                                    .text(value)
                                    .endRow();
                        }
                    }
                }
            });
            Files.writeString(folder.resolve(TEMPLATE_FILE), template.text());
            return facts(catalogue, template, descriptions);
        });
    }

    private static List<Described> inCatalogueOrder(List<Described> items) {
        return items.stream().sorted(Comparator.comparingInt(Described::item)).toList();
    }

    private static ObjectNode facts(Catalogue catalogue, FacetTemplate template, Descriptions descriptions) {
        Map<String, Integer> missing = new TreeMap<>();
        Map<String, Integer> frequency = new HashMap<>();
        int described = 0;
        long values = 0;
        int dropped = 0;
        for (Described item : descriptions.items()) {
            FacetAnswer answer = item.answer();
            if (answer == null) {
                missing.merge(item.reason(), 1, Integer::sum);
            } else {
                described++;
                values += answer.count();
                dropped += answer.empty()
                        + answer.foreign()
                        + answer.tooLong()
                        + answer.duplicates()
                        + answer.beyondLimit();
                answer.values().values().forEach(of -> of.forEach(value -> frequency.merge(value, 1, Integer::sum)));
            }
        }
        ObjectNode facts = descriptions.facts().deepCopy();
        facts.put("items", descriptions.items().size());
        facts.put("itemsFingerprint", fingerprint(catalogue));
        facts.put("described", described);
        ObjectNode reasons = facts.putObject("withoutFacets");
        missing.forEach(reasons::put);
        facts.put("valuesPerItem", described == 0 ? 0 : (double) values / described);
        facts.put("distinctValues", frequency.size());
        facts.put("droppedValues", dropped);
        facts.put("templateLabel", template.label());
        ObjectNode frequent = facts.putObject("mostFrequent");
        frequency.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_FREQUENT)
                .forEach(entry -> frequent.put(entry.getKey(), entry.getValue()));
        return facts;
    }

    /** The fingerprint of the ids and titles of a catalogue, whatever its sessions are. */
    public static String fingerprint(Catalogue catalogue) {
        return Fingerprint.ofText(catalogue.items().stream()
                .map(item -> item.id() + '\u0000' + item.title())
                .collect(Collectors.joining("\n")));
    }

    /**
     * The file of facets that a path names.
     *
     * @param path a folder of kind {@link ArtefactKind#FACETS}, or its file
     * @throws UserMistakeException if it is neither
     */
    public static Path file(Path path) {
        if (Files.isRegularFile(path)) {
            return path;
        }
        return ArtefactFolder.open(path, ArtefactKind.FACETS).file(FACETS_FILE);
    }

    /**
     * Reads facets. Items are found by their ids; what was said about an item with another title does not count.
     *
     * @param path as of {@link #file}
     * @param wanted names of facets; empty for all
     * @throws UserMistakeException if the file has no such facet, or none of its items is in the catalogue
     */
    public static ItemFacets read(Path path, Catalogue catalogue, List<String> wanted) {
        Path file = file(path);
        Map<Integer, List<String>> found = new TreeMap<>();
        Set<String> known = new TreeSet<>();
        int[] others = new int[2];
        ParquetFiles.query(file, "SELECT item_id, title, facet, value FROM content", row -> {
            known.add(row.text(2));
            if (!wanted.isEmpty() && !wanted.contains(row.text(2))) {
                return;
            }
            OptionalInt item = catalogue.indexOf(row.text(0));
            if (item.isEmpty()) {
                others[0]++;
            } else if (!catalogue.title(item.getAsInt()).equals(row.text(1))) {
                others[1]++;
            } else {
                found.computeIfAbsent(item.getAsInt(), key -> new ArrayList<>()).add(row.text(3));
            }
        });
        for (String facet : wanted) {
            if (!known.contains(facet)) {
                throw new UserMistakeException(
                        "'" + path + "' has no facet '" + facet + "'; it has " + String.join(", ", known) + ".");
            }
        }
        if (found.isEmpty()) {
            throw new UserMistakeException("'" + path + "' describes no item of the catalogue: "
                    + (others[1] > 0
                            ? "its items have other titles."
                            : others[0] > 0 ? "it has other items." : "it has no facets.")
                    + " Describe the items of this data set.");
        }
        ItemFacets.Builder builder = new ItemFacets.Builder(catalogue.size());
        found.forEach(builder::put);
        return builder.build();
    }
}
