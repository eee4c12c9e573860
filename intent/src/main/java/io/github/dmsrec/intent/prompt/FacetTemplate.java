package io.github.dmsrec.intent.prompt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.ConfigFile;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.reply.FacetSchema;
import io.github.dmsrec.intent.reply.FacetSchema.Facet;
import io.github.dmsrec.intent.reply.FacetSchema.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a language model is asked about one item, and which facets it answers with: a YAML file. Two are built in,
 * {@code films} and {@code goods}. Immutable; safe for use by several threads.
 */
public final class FacetTemplate {

    /** For films and series. */
    public static final String FILMS = "films";

    /** For what a shop sells. */
    public static final String GOODS = "goods";

    private static final List<String> BUILT_IN = List.of(FILMS, GOODS);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern FACET_NAME = Pattern.compile("[a-z][a-z0-9 _-]{0,29}");
    private static final Set<Placeholder> OF_ITEM =
            Set.of(Placeholder.TITLE, Placeholder.ATTRIBUTES, Placeholder.ATTRIBUTE, Placeholder.ID);
    private static final int FINGERPRINT_SHOWN = 12;
    private static final int MOST_FACETS = 12;
    private static final int MOST_VALUES = 8;

    private final String name;
    private final long version;
    private final String system;
    private final FilledTemplate item;
    private final FacetSchema schema;
    private final List<String> columns;
    private final int maxTitleLength;
    private final boolean titleWords;
    private final String text;
    private final @Nullable Path file;

    private FacetTemplate(
            String name,
            long version,
            String system,
            FilledTemplate item,
            FacetSchema schema,
            List<String> columns,
            int maxTitleLength,
            boolean titleWords,
            String text,
            @Nullable Path file) {
        this.name = name;
        this.version = version;
        this.system = system;
        this.item = item;
        this.schema = schema;
        this.columns = List.copyOf(columns);
        this.maxTitleLength = maxTitleLength;
        this.titleWords = titleWords;
        this.text = text;
        this.file = file;
    }

    /**
     * The template of a name or of a file.
     *
     * @param word {@code films}, {@code goods} or the path of a YAML file
     * @throws UserMistakeException if there is none, or it has mistakes
     */
    public static FacetTemplate of(String word) {
        if (BUILT_IN.contains(word)) {
            return builtIn(word);
        }
        Path path = Path.of(word);
        if (!Files.isRegularFile(path)) {
            throw new UserMistakeException("There is no template '" + word + "': neither a built-in one ("
                    + String.join(", ", BUILT_IN) + ") nor a file.");
        }
        try {
            return read(word, ConfigFile.text(path), path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static FacetTemplate builtIn(String word) {
        String resource = "facets-" + word + ".yaml";
        try (InputStream in = FacetTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the template '" + resource + "' is not on the class path");
            }
            return read(word, new String(in.readAllBytes(), StandardCharsets.UTF_8), null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static FacetTemplate read(String where, String text, @Nullable Path file) {
        return ConfigFile.bind(where, text, Map.of(), "describe", (root, mistakes) -> bind(root, mistakes, text, file));
    }

    private static FacetTemplate bind(Section root, ConfigErrors mistakes, String text, @Nullable Path file) {
        String name = root.required("name", "what answers are kept under");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            mistakes.add(
                    root.where("name"),
                    "name: '" + name + "' is not made of small letters, digits and hyphens. Choose another name.");
        }
        if (file != null && BUILT_IN.contains(name)) {
            mistakes.add(
                    root.where("name"),
                    "name: '" + name + "' is the name of a built-in template. Choose another name: answers are kept by"
                            + " name and version.");
        }
        long version = root.integer("version", 1, 1, 1_000_000);
        Script script =
                root.oneOf("letters", "latin", List.of("latin", "any")).equals("any") ? Script.ANY : Script.LATIN;
        List<Facet> facets = facets(root, mistakes);
        FacetSchema schema = new FacetSchema(facets, script);
        FilledTemplate item = FilledTemplate.of(
                root.required("item", "how an item is shown, with {title}").strip(),
                OF_ITEM::contains,
                (offset, raw) -> mistakes.add(
                        root.where("item"),
                        "item: '" + raw + "' is not a placeholder. Known: {title}, {attributes}, {attribute:COLUMN},"
                                + " {id}."));
        if (root.has("item") && !item.has(Placeholder.TITLE)) {
            mistakes.add(root.where("item"), "item: it lacks {title}. Add it.");
        }
        String words =
                root.required("system", "the instructions, with {facets}").strip();
        if (root.has("system") && !words.contains("{facets}")) {
            mistakes.add(root.where("system"), "system: it lacks {facets}, the list of the facets. Add it.");
        }
        Optional<Section> examples = root.section("examples");
        if (examples.isPresent() != words.contains("{examples}")) {
            mistakes.add(
                    root.where("system"),
                    examples.isPresent()
                            ? "system: it lacks {examples}, but there are examples. Add {examples} to the text."
                            : "system: it has {examples}, but there are none. Add a section 'examples'.");
        }
        String shown = examples.map(Section::sections).orElse(Map.of()).values().stream()
                .map(section -> example(section, schema))
                .collect(Collectors.joining("\n"));
        boolean titleWords =
                root.oneOf("title-words", "keep", List.of("keep", "drop")).equals("keep");
        List<String> columns = root.words("columns");
        int maxTitleLength = (int) root.integer("max-title-length", 300, 10, 100_000);
        root.done();
        return new FacetTemplate(
                name,
                version,
                words.replace("{facets}", list(facets)).replace("{examples}", shown),
                item,
                schema,
                columns,
                maxTitleLength,
                titleWords,
                text,
                file);
    }

    private static List<Facet> facets(Section root, ConfigErrors mistakes) {
        List<Facet> facets = new ArrayList<>();
        root.section("facets")
                .ifPresentOrElse(
                        section -> section.sections().forEach((key, of) -> {
                            if (!FACET_NAME.matcher(key).matches()) {
                                mistakes.add(
                                        section.where(key),
                                        "facets." + key + ": a facet's name begins with a small letter and has small"
                                                + " letters, digits, blanks, hyphens and underscores, at most 30.");
                            }
                            String meaning = of.required("meaning", "what the model is told of the facet");
                            int most = (int) of.integer("most", 2, 1, MOST_VALUES);
                            of.done();
                            facets.add(new Facet(key, meaning, most));
                        }),
                        () -> mistakes.add(root.where(), "facets is missing: the facets by name. Add it."));
        if (root.has("facets") && (facets.isEmpty() || facets.size() > MOST_FACETS)) {
            mistakes.add(
                    root.where("facets"),
                    "facets: there are " + facets.size() + ". Name from 1 to " + MOST_FACETS + ".");
        }
        return facets;
    }

    private static String example(Section section, FacetSchema schema) {
        String item = section.required("item", "the example's item as prompts show it")
                .strip();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (Facet facet : schema.facets()) {
            ArrayNode values = answer.putArray(facet.name());
            List<String> words = section.words(facet.name());
            if (words.isEmpty() || words.size() > facet.most()) {
                section.mistake(
                        facet.name(),
                        "the example has " + words.size() + " values.",
                        "Use a number from 1 to " + facet.most() + ".");
            }
            words.forEach(values::add);
        }
        section.done();
        return item + "\n" + answer;
    }

    private static String list(List<Facet> facets) {
        return facets.stream()
                .map(facet -> facet.name() + ": " + facet.meaning() + " ("
                        + (facet.most() == 1 ? "1" : "1 to " + facet.most()) + ")")
                .collect(Collectors.joining("\n"));
    }

    /**
     * A built-in template that fits a catalogue, and why: films where most titles end with a year or items have genres.
     *
     * @param name of the template
     * @param why for people
     */
    public record Hint(String name, String why) {

        private static final Pattern YEAR = Pattern.compile(".*\\((?:19|20)\\d\\d\\)\\s*");
        private static final double MOST = 0.5;

        /** Looks at titles and columns. */
        public static Hint of(Catalogue catalogue) {
            long years = catalogue.items().stream()
                    .filter(item -> YEAR.matcher(item.title()).matches())
                    .count();
            long genres = catalogue.items().stream()
                    .filter(item -> item.attributes().containsKey("genres"))
                    .count();
            if (years > MOST * catalogue.size()) {
                return new Hint(FILMS, years + " of " + catalogue.size() + " titles end with a year");
            }
            if (genres > MOST * catalogue.size()) {
                return new Hint(FILMS, genres + " of " + catalogue.size() + " items have genres");
            }
            return new Hint(GOODS, "neither do most titles end with a year, nor do most items have genres");
        }
    }

    /** Its name and version, e.g. {@code "films-1"}. */
    public String versionName() {
        return name + "-" + version;
    }

    /** What answers are kept by: name and version, and for a user's template the beginning of its fingerprint. */
    public String label() {
        return "facets-" + versionName()
                + (file == null ? "" : ":" + Fingerprint.ofText(text).substring(0, FINGERPRINT_SHOWN));
    }

    /** Where it is; null if it is built in. */
    public @Nullable Path file() {
        return file;
    }

    /** Its content. */
    public String text() {
        return text;
    }

    /** The form of answers. */
    public FacetSchema schema() {
        return schema;
    }

    /** Whether a value may have words of the item's title alone. */
    public boolean keepsTitleWords() {
        return titleWords;
    }

    /** The columns that are shown beside titles where items have them. */
    public List<String> columns() {
        return columns;
    }

    /** The columns of a catalogue that are shown: those that the user names, else those of the template that it has. */
    public List<String> columns(Catalogue catalogue, List<String> named) {
        Set<String> known = new LinkedHashSet<>();
        catalogue.items().forEach(shown -> known.addAll(shown.attributes().keySet()));
        for (String column : named) {
            if (!known.contains(column)) {
                throw new UserMistakeException("columns names '" + column + "', but "
                        + (known.isEmpty()
                                ? "no item has a text column: import the data set with --text."
                                : "the items have the columns " + String.join(", ", known) + "."));
            }
        }
        return named.isEmpty() ? columns.stream().filter(known::contains).toList() : List.copyOf(named);
    }

    /**
     * Writes prompts.
     *
     * @param shown columns beside titles
     */
    public Writer writer(Catalogue catalogue, List<String> shown) {
        return new Writer(this, new ItemText(catalogue, false, Optional.of(maxTitleLength), "", shown));
    }

    /** Writes the prompts of items. Safe for use by several threads. */
    public static final class Writer {

        private static final int[] NONE = {};

        private final FacetTemplate template;
        private final ItemText texts;

        private Writer(FacetTemplate template, ItemText texts) {
            this.template = template;
            this.texts = texts;
        }

        /** The prompt of an item. */
        public Prompt write(int index) {
            String user = template.item.filled((place, out) -> out.append(
                    switch (place.placeholder()) {
                        case TITLE -> texts.title(index);
                        case ATTRIBUTES -> texts.attributes(index);
                        case ATTRIBUTE -> texts.attribute(index, place.column());
                        case ID -> texts.id(index);
                        default -> throw new IllegalStateException(place + " is not part of an item");
                    }));
            return new Prompt(template.system, user, NONE);
        }
    }
}
