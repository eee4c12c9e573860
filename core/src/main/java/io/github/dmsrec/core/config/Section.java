package io.github.dmsrec.core.config;

import io.github.dmsrec.core.option.ClosestMatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds one mapping of a document to values, and notes each mistake instead of stopping at it. Keys that were never asked
 * for are unknown keys: {@link #done} tells them.
 */
public final class Section {

    private final String path;
    private final Yaml.Mapping mapping;
    private final ConfigErrors mistakes;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> free = new LinkedHashSet<>();

    /**
     * @param path the dotted path of the section; empty for the document
     * @param mapping its content
     * @param mistakes receives what is wrong
     */
    public Section(String path, Yaml.Mapping mapping, ConfigErrors mistakes) {
        this.path = path;
        this.mapping = mapping;
        this.mistakes = mistakes;
    }

    /** Where the section begins. */
    public String where() {
        return mapping.where();
    }

    /** Its dotted path; empty for the whole document. */
    public String path() {
        return path;
    }

    /** Where a key stands, or the section if it is missing. */
    public String where(String key) {
        Yaml.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.where() : entry.where();
    }

    /** Whether the key stands there. */
    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /** The dotted path of a key. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Notes a mistake at a key. */
    public void mistake(String key, String problem, String fix) {
        mistakes.add(where(key), path(key) + ": " + problem, fix);
    }

    /** A single value; a section or nothing after the colon is a mistake. */
    public Optional<String> text(String key) {
        known.add(key);
        Yaml.Entry entry = mapping.entries().get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof Yaml.Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(scalar.text());
        }
        mistake(key, "a value is needed.", "it is missing after the colon, or stands in a section of its own.");
        return Optional.empty();
    }

    /** A single value, or another one where the key is missing. */
    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** A value that must be there. */
    public String required(String key, String meaning) {
        if (!has(key)) {
            known.add(key);
            mistakes.add(where(), path(key) + " is missing: " + meaning + ".", "add a line '" + key + ": ...' here.");
            return "";
        }
        return text(key, "");
    }

    /** A whole number from {@code least} to {@code most}. */
    public long integer(String key, long otherwise, long least, long most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get().replace("_", ""));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            mistake(key, "'" + text.get() + "' is no whole number.", range(least, most));
            return otherwise;
        }
        mistake(key, text.get() + " is out of range.", range(least, most));
        return otherwise;
    }

    private static String range(long least, long most) {
        return "a whole number from " + least + (most == Long.MAX_VALUE ? " up" : " to " + most) + " was meant.";
    }

    /** True or false. */
    public boolean flag(String key, boolean otherwise) {
        return oneOf(key, Boolean.toString(otherwise), List.of("true", "false")).equals("true");
    }

    /** One of a few words. */
    public String oneOf(String key, String otherwise, List<String> words) {
        String text = text(key, otherwise);
        if (words.contains(text)) {
            return text;
        }
        mistake(
                key,
                "'" + text + "' is not known here.",
                ClosestMatch.to(text, words)
                        .map(word -> "'" + word + "' was meant; known: " + String.join(", ", words) + ".")
                        .orElse("one of these: " + String.join(", ", words) + "."));
        return otherwise;
    }

    /** Several values: a list, or words between commas; empty if the key is missing. */
    public List<String> words(String key) {
        Yaml.Entry entry = mapping.entries().get(key);
        if (entry == null || !(entry.value() instanceof Yaml.Sequence sequence)) {
            return text(key).stream()
                    .flatMap(text -> Arrays.stream(text.split(",", -1)))
                    .map(String::strip)
                    .toList();
        }
        known.add(key);
        List<String> words = new ArrayList<>();
        for (Yaml value : sequence.values()) {
            if (value instanceof Yaml.Scalar scalar && !scalar.text().isBlank()) {
                words.add(scalar.text());
            } else {
                mistakes.add(value.where(), path(key) + ": a word is needed here.", "it is a section or empty.");
            }
        }
        return words;
    }

    /** A path, relative to the current directory. */
    public Optional<Path> file(String key) {
        return text(key).map(Path::of);
    }

    /** Every key that stands here, in the order of the document. */
    public Set<String> keys() {
        return mapping.entries().keySet();
    }

    /** Whatever stands at a key. */
    public Optional<Yaml> value(String key) {
        known.add(key);
        return Optional.ofNullable(mapping.entries().get(key)).map(Yaml.Entry::value);
    }

    /** A section below this one. */
    public Optional<Section> section(String key) {
        known.add(key);
        Yaml.Entry entry = mapping.entries().get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof Yaml.Mapping found) {
            return Optional.of(new Section(path(key), found, mistakes));
        }
        if (entry.value() instanceof Yaml.Scalar scalar && scalar.text().isEmpty()) {
            return Optional.of(new Section(path(key), new Yaml.Mapping(entry.where(), Map.of()), mistakes));
        }
        mistake(key, "this is a section with keys of its own.", "put them below it, each on an indented line.");
        return Optional.empty();
    }

    /** Every key of this section, each a section below it. */
    public Map<String, Section> sections() {
        Map<String, Section> sections = new LinkedHashMap<>();
        for (String key : mapping.entries().keySet()) {
            section(key).ifPresent(section -> sections.put(key, section));
        }
        return sections;
    }

    /** Every key of this section that is not asked for by name, as text: for options that another part of dmsrec knows. */
    public Map<String, String> rest() {
        Map<String, String> rest = new LinkedHashMap<>();
        mapping.entries().keySet().stream()
                .filter(key -> !known.contains(key) || free.contains(key))
                .toList()
                .forEach(key -> {
                    free.add(key);
                    text(key).ifPresent(value -> rest.put(key, value));
                });
        return rest;
    }

    /** Notes every key that was never asked for. */
    public void done() {
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                mistakes.add(
                        entry.where(),
                        path(key) + ": this key is not known here.",
                        ClosestMatch.to(key, known)
                                .map(word -> "'" + word + "' was meant.")
                                .orElse("one of these: " + String.join(", ", known) + "."));
            }
        });
    }
}
