package io.github.dmsrec.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.ParquetWriter;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Intents.RowRequests;
import io.github.dmsrec.intent.files.IntentFiles;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.prompt.PromptTemplate;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder of kind {@link ArtefactKind#INTENTS}: {@code intents.parquet} (one row per example: the split, the row, the
 * text numbers of its explicit and latent intents, its status, and for a language model what it was shown and picked),
 * {@code texts.parquet} (the texts; those below the catalogue's size are the titles in index order) and
 * {@code vectors.safetensors} (the tensor {@code vectors}, F32, one row per text). So that it serves new sessions, it also
 * keeps {@code attributes.parquet}, the items' text columns, and {@code template.txt}, the user's template of the prompt;
 * and a row that a language model answered names its session by a hash of the clicks.
 */
public final class IntentFolder {

    /** One row per example. */
    public static final String INTENTS_FILE = IntentFiles.INTENTS;

    /** One row per text. */
    public static final String TEXTS_FILE = IntentFiles.TEXTS;

    /** One vector per text. */
    public static final String VECTORS_FILE = IntentFiles.VECTORS;

    /** One row per item and column, of the items' text columns beside the title; not there if no item has any. */
    public static final String ATTRIBUTES_FILE = "attributes.parquet";

    /** The user's template of the prompt; not there if it was a built-in one or nobody was asked. */
    public static final String TEMPLATE_FILE = "template.txt";

    /** The key of the encoder in manifests, as {@link io.github.dmsrec.intent.encode.EncoderOptions#toText} writes it. */
    public static final String ENCODER = "encoder-folder";

    /** What the keys of the inferrer's choices begin with in the manifest. */
    public static final String INFERRER_PREFIX = IntentFiles.INFERRER_PREFIX;

    private static final String VECTORS = IntentFiles.VECTORS_TENSOR;
    private static final String EXAMPLE = "example";
    private static final String KEPT_FILES = "keptFiles";

    private static final List<ParquetColumn> INTENT_COLUMNS = List.of(
            new ParquetColumn("split", ParquetColumn.Type.TEXT),
            new ParquetColumn("row", ParquetColumn.Type.INTEGER),
            new ParquetColumn("explicit", ParquetColumn.Type.INTEGERS),
            new ParquetColumn("latent", ParquetColumn.Type.INTEGERS),
            new ParquetColumn("status", ParquetColumn.Type.TEXT),
            new ParquetColumn("reason", ParquetColumn.Type.TEXT),
            new ParquetColumn("shown", ParquetColumn.Type.INTEGERS),
            new ParquetColumn("numbers", ParquetColumn.Type.INTEGERS),
            new ParquetColumn("picked", ParquetColumn.Type.TEXTS),
            new ParquetColumn("phrases", ParquetColumn.Type.TEXTS),
            new ParquetColumn(AnsweredSessions.COLUMN, ParquetColumn.Type.TEXT));
    private static final List<ParquetColumn> TEXT_COLUMNS = List.of(
            new ParquetColumn("index", ParquetColumn.Type.INTEGER),
            new ParquetColumn("text", ParquetColumn.Type.TEXT),
            new ParquetColumn("item_id", ParquetColumn.Type.TEXT));

    private static final List<ParquetColumn> ATTRIBUTE_COLUMNS = List.of(
            new ParquetColumn("item", ParquetColumn.Type.INTEGER),
            new ParquetColumn("name", ParquetColumn.Type.TEXT),
            new ParquetColumn("value", ParquetColumn.Type.TEXT));

    private IntentFolder() {}

    /**
     * What goes into a folder.
     *
     * @param template the content of the user's template
     * @param kept files that the inferrer needs for new sessions
     * @param answered whether a language model gave the rows, so that sessions with the same clicks have their intents
     */
    record Content(
            RowRequests requests,
            List<InferredRow> rows,
            TextTable texts,
            IntentVectors vectors,
            Optional<WorkedExample> example,
            @Nullable String template,
            boolean answered,
            List<Inference.KeptFile> kept,
            ObjectNode facts) {}

    static ArtefactFolder write(Path target, Origin origin, Content content) throws IOException {
        return ArtefactFolder.write(target, ArtefactKind.INTENTS, origin, folder -> {
            ParquetFiles.write(folder.resolve(INTENTS_FILE), INTENT_COLUMNS, writer -> writeRows(writer, content));
            ParquetFiles.write(folder.resolve(TEXTS_FILE), TEXT_COLUMNS, writer -> writeTexts(writer, content.texts()));
            IntentVectors vectors = content.vectors();
            SafetensorsFile.write(
                    folder.resolve(VECTORS_FILE),
                    Map.of(),
                    Map.of(VECTORS, Tensor.ofFloats(vectors.values(), vectors.count(), vectors.dimension())));
            Catalogue catalogue = content.texts().catalogue();
            if (hasAttributes(catalogue)) {
                ParquetFiles.write(
                        folder.resolve(ATTRIBUTES_FILE),
                        ATTRIBUTE_COLUMNS,
                        writer -> writeAttributes(writer, catalogue));
            }
            if (content.template() != null) {
                Files.writeString(folder.resolve(TEMPLATE_FILE), content.template());
            }
            ObjectNode facts = content.facts().deepCopy();
            if (!content.kept().isEmpty()) {
                ObjectNode kept = facts.putObject(KEPT_FILES);
                for (Inference.KeptFile file : content.kept()) {
                    file.content().writeTo(folder.resolve(file.name()));
                    kept.put(file.option(), file.name());
                }
            }
            content.example().ifPresent(example -> writeExample(facts.putObject(EXAMPLE), example));
            return facts;
        });
    }

    private static void writeRows(ParquetWriter writer, Content content) throws IOException {
        Catalogue catalogue = content.texts().catalogue();
        int at = 0;
        for (Split split : Split.values()) {
            int rows = content.requests().dataset().examples(split).size();
            for (int row = 0; row < rows; row++, at++) {
                InferredRow inferred = content.rows().get(at);
                writer.beginRow()
                        .text(split.label())
                        .integer(row)
                        .integers(content.texts().find(inferred.explicitIntents()))
                        .integers(content.texts().find(inferred.latentIntents()))
                        .text(inferred.status().label())
                        .text(inferred.reason())
                        .integers(inferred.shown())
                        .integers(inferred.numbers())
                        .texts(Arrays.stream(inferred.numbers())
                                .mapToObj(number -> catalogue.id(inferred.shown()[number - 1]))
                                .toList())
                        .texts(inferred.phrases());
                if (content.answered() && inferred.status() == RowStatus.ANSWERED) {
                    writer.text(AnsweredSessions.text(
                            content.requests().dataset().examples(split).items(row)));
                } else {
                    writer.nothing();
                }
                writer.endRow();
            }
        }
    }

    private static void writeTexts(ParquetWriter writer, TextTable texts) throws IOException {
        for (int i = 0; i < texts.size(); i++) {
            writer.beginRow().integer(i).text(texts.text(i));
            if (i < texts.catalogue().size()) {
                writer.text(texts.catalogue().id(i));
            } else {
                writer.nothing();
            }
            writer.endRow();
        }
    }

    private static boolean hasAttributes(Catalogue catalogue) {
        return catalogue.items().stream().anyMatch(item -> !item.attributes().isEmpty());
    }

    private static void writeAttributes(ParquetWriter writer, Catalogue catalogue) throws IOException {
        for (int item = 0; item < catalogue.size(); item++) {
            for (Map.Entry<String, String> attribute :
                    new TreeMap<>(catalogue.item(item).attributes()).entrySet()) {
                writer.beginRow()
                        .integer(item)
                        .text(attribute.getKey())
                        .text(attribute.getValue())
                        .endRow();
            }
        }
    }

    /**
     * A catalogue with the text columns that a folder keeps of its items; as it is if it has columns already, as that of a
     * model has, or if the folder keeps none.
     *
     * @throws UserMistakeException if prompts showed columns, and neither the folder nor the catalogue has any
     */
    static Catalogue withAttributes(ArtefactFolder folder, Catalogue catalogue) {
        if (hasAttributes(catalogue)) {
            return catalogue;
        }
        Path file = folder.file(ATTRIBUTES_FILE);
        if (!Files.isRegularFile(file)) {
            String shown = inferrerOptions(folder.manifest()).getOrDefault("attributes", "");
            if (!shown.isEmpty()) {
                throw new UserMistakeException("The prompts of the intents in '" + folder.path()
                        + "' showed the columns '" + shown + "' of items, which new sessions need: looked for '" + file
                        + "', which is not there, because an older version wrote the folder. Infer the intents again"
                        + " (kept answers are not asked for again) and train again, or name another inferrer for new"
                        + " sessions, such as embedding-similarity.");
            }
            return catalogue;
        }
        List<Map<String, String>> attributes = new ArrayList<>();
        for (int item = 0; item < catalogue.size(); item++) {
            attributes.add(new TreeMap<>());
        }
        ParquetFiles.query(file, "SELECT item, name, value FROM content", row -> {
            int item = row.integer(0);
            if (item < 0 || item >= attributes.size()) {
                throw damaged(
                        folder.path(), "'" + ATTRIBUTES_FILE + "' names item " + item + " of " + attributes.size());
            }
            attributes.get(item).put(row.text(1), row.text(2));
        });
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < catalogue.size(); item++) {
            items.add(new Item(catalogue.id(item), catalogue.title(item), attributes.get(item)));
        }
        return new Catalogue(items);
    }

    /**
     * The template of a folder's prompts: the name of a built-in one, or the path of the user's, which is in the folder.
     *
     * @throws UserMistakeException if the user's is not there any more
     */
    static String template(ArtefactFolder folder) {
        Map<String, String> options = inferrerOptions(folder.manifest());
        String recorded = options.getOrDefault(PromptOptions.TEMPLATE_KEY, PromptTemplate.INDEXED);
        if (options.getOrDefault(PromptOptions.FINGERPRINT_KEY, "").isEmpty()) {
            return recorded;
        }
        Path inside = folder.file(TEMPLATE_FILE);
        if (Files.isRegularFile(inside)) {
            return inside.toString();
        }
        if (!Files.isRegularFile(Path.of(recorded))) {
            throw new UserMistakeException("The intents in '" + folder.path()
                    + "' were inferred with a template of the user, which new sessions need: looked for '" + inside
                    + "' and '" + recorded + "'; neither is there. Put the file back, or name it by the option '"
                    + PromptOptions.TEMPLATE_KEY + "'.");
        }
        return recorded;
    }

    /** The files that the folder keeps for its inferrer, by the key of the option that names each. */
    static Map<String, Path> keptFiles(ArtefactFolder folder) {
        Map<String, Path> files = new TreeMap<>();
        folder.manifest()
                .facts()
                .path(KEPT_FILES)
                .properties()
                .forEach(kept ->
                        files.put(kept.getKey(), folder.file(kept.getValue().asText())));
        return files;
    }

    /** How the form of answers was asked for; null if nobody was asked. */
    static @Nullable AnswerFormat answerFormat(Manifest manifest) {
        return AnswerFormat.ofLabel(
                        manifest.facts().path("inferrer").path("answerFormat").asText(""))
                .orElse(null);
    }

    private static void writeExample(ObjectNode node, WorkedExample example) {
        put(node.putArray("session"), example.session());
        put(node.putArray("candidates"), example.candidates());
        put(node.putArray("clickedPicks"), example.clickedPicks());
        put(node.putArray("newPicks"), example.newPicks());
    }

    private static void put(ArrayNode array, int[] values) {
        Arrays.stream(values).forEach(array::add);
    }

    /** The example that prompts showed, from the manifest. */
    public static Optional<WorkedExample> example(Manifest manifest) {
        JsonNode node = manifest.facts().path(EXAMPLE);
        return node.isMissingNode()
                ? Optional.empty()
                : Optional.of(new WorkedExample(
                        integers(node.path("session")),
                        integers(node.path("candidates")),
                        integers(node.path("clickedPicks")),
                        integers(node.path("newPicks"))));
    }

    private static int[] integers(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    /**
     * Reads the intents of a data set.
     *
     * @throws UserMistakeException if the folder is none, was made for another data set, or was changed
     */
    public static IntentTable read(Path path, SessionDataset dataset) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.INTENTS);
        requireDataset(folder, dataset);
        IntentVectors vectors = IntentFiles.vectors(folder);
        if (vectors.count() < dataset.catalogue().size()) {
            throw damaged(
                    path,
                    "it has " + vectors.count() + " vectors for a catalogue of "
                            + dataset.catalogue().size() + " items");
        }
        Map<Split, IntentRows.Builder> rows = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            rows.put(split, new IntentRows.Builder());
        }
        ParquetFiles.query(folder.file(INTENTS_FILE), "SELECT split, row, explicit, latent FROM content", row -> {
            IntentRows.Builder of = rows.getOrDefault(Split.ofLabel(row.text(0)), new IntentRows.Builder());
            int[] explicitTexts = row.integers(2);
            int[] latentTexts = row.integers(3);
            if (row.integer(1) != of.size()
                    || beyond(explicitTexts, vectors.count())
                    || beyond(latentTexts, vectors.count())) {
                throw damaged(
                        path,
                        "row " + row.integer(1) + " of the " + row.text(0)
                                + " rows is out of order or names a text that is not there");
            }
            of.add(explicitTexts, latentTexts);
        });
        Map<Split, IntentRows> table = new EnumMap<>(Split.class);
        rows.forEach((split, of) -> {
            if (of.size() != dataset.examples(split).size()) {
                throw damaged(
                        path,
                        "it has " + of.size() + " " + split.label() + " rows, but the data set has "
                                + dataset.examples(split).size());
            }
            table.put(split, of.build());
        });
        return new IntentTable(vectors, table);
    }

    /**
     * Checks that intents were inferred for a data set.
     *
     * @throws UserMistakeException if they were not, naming both
     */
    public static void requireDataset(ArtefactFolder folder, SessionDataset dataset) {
        Manifest.Input input = folder.manifest()
                .input("dataset")
                .orElseThrow(() -> damaged(folder.path(), "its manifest names no data set"));
        if (!input.fingerprint().equals(dataset.fingerprint())) {
            throw new UserMistakeException(
                    "The intents in '" + folder.path() + "' were inferred for the data set '" + input.path()
                            + "' with fingerprint "
                            + input.fingerprint() + ", but data set '" + dataset.name() + "' has fingerprint "
                            + dataset.fingerprint() + ".",
                    "Infer the intents again, or give the data set that they belong to.");
        }
    }

    /** The choices of the inferrer of a folder by key. */
    public static Map<String, String> inferrerOptions(Manifest manifest) {
        Map<String, String> choices = new TreeMap<>();
        manifest.options().forEach((key, value) -> {
            if (key.startsWith(INFERRER_PREFIX)) {
                choices.put(key.substring(INFERRER_PREFIX.length()), value);
            }
        });
        return choices;
    }

    /**
     * The texts of a folder by number; those below the catalogue's size are the titles.
     *
     * @throws UserMistakeException if the folder was made for another catalogue
     */
    public static List<String> readTexts(ArtefactFolder folder, Catalogue catalogue) {
        return texts(folder, catalogue).all();
    }

    /** The texts of a folder, which must begin with the titles of a catalogue. */
    static TextTable texts(ArtefactFolder folder, Catalogue catalogue) {
        TextTable texts = new TextTable(catalogue);
        ParquetFiles.query(folder.file(TEXTS_FILE), "SELECT index, text, item_id FROM content", row -> {
            int index = row.integer(0);
            Optional<String> item = row.optionalText(2);
            boolean title = index < catalogue.size();
            if (title != item.isPresent() || (title && !catalogue.id(index).equals(item.orElse("")))) {
                throw new UserMistakeException(
                        "Text " + index + " of the intents in '" + folder.path() + "' "
                                + item.map(id -> "is the title of item '" + id + "'")
                                        .orElse("is not a title")
                                + ", but the catalogue's item of that index is "
                                + (title ? "'" + catalogue.id(index) + "'." : "absent."),
                        "Give intents that were inferred for this data set.");
            }
            if (!title) {
                texts.add(row.text(1));
            }
        });
        return texts;
    }

    private static boolean beyond(int[] texts, int count) {
        return Arrays.stream(texts).anyMatch(text -> text < 0 || text >= count);
    }

    private static UserMistakeException damaged(Path path, String what) {
        return new UserMistakeException(
                "The intents in '" + path + "' are damaged: " + what + ".", "Infer them again: a file was changed.");
    }
}
