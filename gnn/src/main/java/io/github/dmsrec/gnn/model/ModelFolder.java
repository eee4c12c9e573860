package io.github.dmsrec.gnn.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk: {@code manifest.json} with all options, {@code weights.safetensors} under the papers' names,
 * {@code items.json} with the catalogue and its popularity, {@code history.json} with the training curves, and attached
 * folders.
 */
public final class ModelFolder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WEIGHTS = "weights.safetensors";
    private static final String ITEMS = "items.json";
    private static final String SUCCESSORS = "successors.safetensors";
    private static final String HISTORY = "history.json";
    private static final String SECONDS = "secondsPerEpoch";
    private static final String NEIGHBOURS = "global_graph.neighbours";
    private static final String NEIGHBOUR_COUNTS = "global_graph.counts";

    private ModelFolder() {}

    /**
     * What a model is made of, beside its parameters.
     *
     * @param options all choices
     * @param intentDimension the length of intent vectors; empty for a base model
     * @param itemTextDimension the length of title vectors in the item table; empty for none
     * @param catalogue the items
     * @param popularity the clicks of each item in the training sessions
     * @param neighbours the global graph's neighbours, for backbones that use it
     */
    public record Description(
            TrainingOptions options,
            OptionalInt intentDimension,
            OptionalInt itemTextDimension,
            Catalogue catalogue,
            long[] popularity,
            Optional<NeighbourTable> neighbours) {

        /** The network without its parameters. */
        public SessionNetwork network() {
            return Networks.create(options, catalogue.size(), neighbours, intentDimension, itemTextDimension);
        }
    }

    /**
     * Writes a model.
     *
     * @param target the folder
     * @param description what the model is made of
     * @param successors what followed what in the sessions that the model has learned from, for explanations
     * @param weights one tensor per parameter
     * @param history the training curves, one object per epoch, with its {@code seconds}; empty for imported weights
     * @param results facts for the manifest: the best epoch and its validation metrics
     * @param attachments artefacts to copy into the model, by name
     */
    public static ArtefactFolder write(
            Path target,
            Description description,
            Successors successors,
            Map<String, SafetensorsFile.Tensor> weights,
            ArrayNode history,
            ObjectNode results,
            Map<String, Path> attachments,
            Origin origin)
            throws IOException {
        Map<String, String> options = new TreeMap<>(origin.options());
        options.putAll(description.options().toMap());
        Origin complete =
                new Origin(origin.name(), origin.command(), origin.seed(), origin.threads(), origin.inputs(), options);
        return ArtefactFolder.write(target, ArtefactKind.MODEL, complete, folder -> {
            Map<String, SafetensorsFile.Tensor> tensors = new LinkedHashMap<>(weights);
            description.neighbours().ifPresent(table -> {
                long rows = table.rows().length / table.perItem();
                tensors.put(NEIGHBOURS, SafetensorsFile.Tensor.ofInts(table.rows(), rows, table.perItem()));
                tensors.put(NEIGHBOUR_COUNTS, SafetensorsFile.Tensor.ofInts(table.counts(), rows, table.perItem()));
            });
            SafetensorsFile.write(folder.resolve(WEIGHTS), Map.of("format", "pt"), tensors);
            JSON.writeValue(folder.resolve(ITEMS).toFile(), ItemsJson.of(description));
            SuccessorsFile.write(folder.resolve(SUCCESSORS), successors);
            ArrayNode curves = history.deepCopy();
            ArrayNode seconds = JSON.createArrayNode();
            for (JsonNode epoch : curves) {
                seconds.add(((ObjectNode) epoch).remove("seconds"));
            }
            JSON.copy()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(folder.resolve(HISTORY).toFile(), curves);
            for (Map.Entry<String, Path> attachment : new TreeMap<>(attachments).entrySet()) {
                ArtefactFolder.open(attachment.getValue())
                        .copyTo(
                                folder.resolve(attachment.getKey()),
                                target.toAbsolutePath().normalize().resolve(attachment.getKey()));
            }
            ObjectNode facts = JSON.createObjectNode();
            facts.put("fused", description.intentDimension().isPresent());
            description.intentDimension().ifPresent(dimension -> facts.put("intentDimension", dimension));
            description.itemTextDimension().ifPresent(dimension -> facts.put("itemTextDimension", dimension));
            facts.put("items", description.catalogue().size());
            facts.put(
                    "parameters",
                    weights.values().stream()
                            .mapToLong(SafetensorsFile.Tensor::size)
                            .sum());
            facts.setAll(results);
            facts.set(SECONDS, seconds);
            return facts;
        });
    }

    /**
     * A model read back.
     *
     * @param folder where it was
     * @param description what it is made of
     * @param weights its tensors
     * @param successors what followed what in the sessions that it has learned from; null if it was written by a version
     *     that did not keep it
     */
    public record Contents(
            ArtefactFolder folder, Description description, SafetensorsFile weights, @Nullable Successors successors) {

        /** The file of the weights, for messages. */
        public Path weightsPath() {
            return folder.file(WEIGHTS);
        }

        /**
         * The network without its parameters.
         *
         * @throws UserMistakeException if the options of the manifest do not fit what the weights have
         */
        public SessionNetwork network() {
            try {
                return description.network();
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new UserMistakeException(
                        "'" + folder.file(Manifest.FILE_NAME) + "' describes a model of "
                                + description.options().backbone() + " that does not fit the other files: "
                                + e.getMessage() + ".",
                        "Copy the model again, or train it again: its manifest may have been edited.",
                        e);
            }
        }
    }

    /**
     * Reads a model.
     *
     * @throws UserMistakeException if there is none, or a file is missing or not as it was written
     */
    public static Contents read(Path path) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.MODEL);
        folder.requireIntact();
        TrainingOptions options = optionsOf(folder);
        SafetensorsFile weights = SafetensorsFile.read(folder.file(WEIGHTS));
        Optional<NeighbourTable> neighbours = weights.contains(NEIGHBOURS)
                ? Optional.of(new NeighbourTable(
                        (int) weights.shape(NEIGHBOURS)[1], weights.ints(NEIGHBOURS), weights.ints(NEIGHBOUR_COUNTS)))
                : Optional.empty();
        ItemsJson items = readItems(folder.file(ITEMS));
        JsonNode facts = folder.manifest().facts();
        OptionalInt intentDimension = facts.path("fused").asBoolean()
                ? OptionalInt.of(facts.path("intentDimension").asInt())
                : OptionalInt.empty();
        OptionalInt itemTextDimension = facts.has("itemTextDimension")
                ? OptionalInt.of(facts.path("itemTextDimension").asInt())
                : OptionalInt.empty();
        Description description = new Description(
                options, intentDimension, itemTextDimension, items.catalogue(), items.popularity(), neighbours);
        Path successors = folder.file(SUCCESSORS);
        return new Contents(
                folder,
                description,
                weights,
                Files.exists(successors)
                        ? SuccessorsFile.read(successors, items.catalogue().size())
                        : null);
    }

    /**
     * The training curves of a model: an array with one object per epoch. The seconds of each come from the manifest: the
     * files of a model, and so its fingerprint, do not depend on time.
     */
    public static JsonNode history(Path path) {
        Path file = path.resolve(HISTORY);
        try {
            JsonNode history = JSON.readTree(file.toFile());
            JsonNode seconds = ArtefactFolder.open(path, ArtefactKind.MODEL)
                    .manifest()
                    .facts()
                    .path(SECONDS);
            for (int epoch = 0; epoch < seconds.size(); epoch++) {
                ((ObjectNode) history.get(epoch)).set("seconds", seconds.get(epoch));
            }
            return history;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static TrainingOptions optionsOf(ArtefactFolder folder) {
        try {
            return TrainingOptions.read(
                    folder.manifest().options(), folder.manifest().formatVersion());
        } catch (UserMistakeException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new UserMistakeException(
                    "'" + folder.file(Manifest.FILE_NAME) + "' describes a model that cannot be built: " + problem,
                    "Copy the model again, train it again, or use the version of dmsrec that wrote it.",
                    e);
        }
    }

    /**
     * The items as the file has them.
     *
     * @param columns the other text columns by name, a value for each item, null where it has none; absent from files of
     *     format version 1
     */
    private record ItemsJson(
            List<String> ids,
            List<String> titles,
            long[] popularity,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Map<String, List<@Nullable String>> columns) {

        static ItemsJson of(Description description) {
            List<Item> items = description.catalogue().items();
            Map<String, List<@Nullable String>> columns = new LinkedHashMap<>();
            for (Item item : items) {
                item.attributes().keySet().forEach(name -> columns.putIfAbsent(name, new ArrayList<>()));
            }
            columns.forEach((name, values) ->
                    items.forEach(item -> values.add(item.attributes().get(name))));
            return new ItemsJson(
                    items.stream().map(Item::id).toList(),
                    items.stream().map(Item::title).toList(),
                    description.popularity(),
                    columns);
        }

        void requireWhole(Path file) {
            if (ids == null
                    || titles == null
                    || popularity == null
                    || ids.size() != titles.size()
                    || ids.size() != popularity.length
                    || ids.contains(null)
                    || titles.contains(null)
                    || (columns != null
                            && columns.values().stream()
                                    .anyMatch(values -> values == null || values.size() != ids.size()))) {
                throw new UserMistakeException(
                        "'" + file + "' does not have an id, a title, a popularity and all columns of each item.",
                        "Train the model again: the file may have been edited or cut off.");
            }
        }

        Catalogue catalogue() {
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                items.add(new Item(ids.get(i), titles.get(i), attributes(i)));
            }
            return new Catalogue(items);
        }

        private Map<String, String> attributes(int item) {
            if (columns == null || columns.isEmpty()) {
                return Map.of();
            }
            Map<String, String> attributes = new LinkedHashMap<>();
            columns.forEach((name, values) -> {
                String value = values.get(item);
                if (value != null) {
                    attributes.put(name, value);
                }
            });
            return attributes;
        }
    }

    private static ItemsJson readItems(Path file) {
        try {
            ItemsJson items = JSON.readValue(file.toFile(), ItemsJson.class);
            items.requireWhole(file);
            return items;
        } catch (JsonProcessingException e) {
            throw new UserMistakeException(
                    "'" + file + "' line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    "Train the model again: the file may have been edited or cut off.",
                    e);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "Cannot read '" + file + "': " + e.getMessage(), "Copy the model folder again, as a whole.", e);
        }
    }
}
