package io.github.dmsrec.core.config;

import io.github.dmsrec.core.UserMistakeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A value of a YAML document that knows where it stands. Scalars are text until they are bound. */
public sealed interface Yaml {

    /** Where the value begins: {@code file:line:column}, or the override that set it. */
    String where();

    /** A single value. */
    record Scalar(String where, String text) implements Yaml {}

    /** Keys with values, in the order of the document. */
    record Mapping(String where, Map<String, Entry> entries) implements Yaml {}

    /** Values in order. */
    record Sequence(String where, List<Yaml> values) implements Yaml {}

    /**
     * A value with the place of its key.
     *
     * @param where where the key stands
     */
    record Entry(String where, Yaml value) {}

    /**
     * Reads a document.
     *
     * @param file what messages call it
     * @param text the document
     * @param mistakes receives keys that stand twice
     * @throws UserMistakeException if it is not YAML, or no mapping
     */
    static Mapping read(String file, String text, ConfigErrors mistakes) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder()
                            .setLabel(file)
                            .setAllowDuplicateKeys(true)
                            .build())
                    .composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw new UserMistakeException(
                    place(file, e.getProblemMark()) + ": this is not YAML: " + e.getProblem(),
                    "a quote, colon or blank is missing, or the indentation is off.",
                    e);
        } catch (YamlEngineException e) {
            throw new UserMistakeException(
                    file + ": this is not YAML: " + e.getMessage(), "it is another kind of file.", e);
        }
        if (root.isEmpty()) {
            return new Mapping(file + ":1:1", new LinkedHashMap<>());
        }
        if (of(file, root.get(), mistakes) instanceof Mapping mapping) {
            return mapping;
        }
        throw new UserMistakeException(
                place(file, root.get().getStartMark()) + ": this is no list of keys with values, as it should be.",
                "begin with a line like 'name: my-name'; the examples folder has whole files.");
    }

    private static Yaml of(String file, Node node, ConfigErrors mistakes) {
        String where = place(file, node.getStartMark());
        if (node instanceof ScalarNode scalar) {
            return new Scalar(where, scalar.getValue());
        }
        if (node instanceof SequenceNode sequence) {
            return new Sequence(
                    where,
                    sequence.getValue().stream()
                            .map(value -> of(file, value, mistakes))
                            .toList());
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String keyWhere = place(file, tuple.getKeyNode().getStartMark());
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    Entry earlier =
                            entries.put(key.getValue(), new Entry(keyWhere, of(file, tuple.getValueNode(), mistakes)));
                    if (earlier != null) {
                        mistakes.add(
                                keyWhere,
                                "'" + key.getValue() + "' stands here a second time; the first is at " + earlier.where()
                                        + ".",
                                "delete one of the two.");
                    }
                } else {
                    mistakes.add(keyWhere, "a key must be a word.", "put it into quotes.");
                }
            }
            return new Mapping(where, entries);
        }
        throw new IllegalStateException("a YAML node is a scalar, a sequence or a mapping, not " + node);
    }

    private static String place(String file, Optional<Mark> mark) {
        return mark.map(m -> file + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                .orElse(file);
    }

    /**
     * The document with one value set; sections on the way are made when they are missing.
     *
     * @param dottedPath e.g. {@code dataset.srgnn.folder}
     * @param text the new value
     * @param where what messages call the place, e.g. {@code --set dataset.srgnn.folder}
     * @param mistakes receives the mistake that a single value stands where a section is needed
     */
    static Mapping with(Mapping mapping, String dottedPath, String text, String where, ConfigErrors mistakes) {
        Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        int dot = dottedPath.indexOf('.');
        if (dot < 0) {
            entries.put(dottedPath, new Entry(where, new Scalar(where, text)));
        } else {
            String key = dottedPath.substring(0, dot);
            Entry child = entries.get(key);
            Mapping section;
            if (child == null
                    || (child.value() instanceof Scalar scalar && scalar.text().isEmpty())) {
                section = new Mapping(where, new LinkedHashMap<>());
            } else if (child.value() instanceof Mapping found) {
                section = found;
            } else {
                mistakes.add(
                        where,
                        "'" + key + "' is a value, not a section (" + child.where() + ").",
                        "the path has a part too many.");
                return mapping;
            }
            entries.put(
                    key,
                    new Entry(
                            child == null ? where : child.where(),
                            with(section, dottedPath.substring(dot + 1), text, where, mistakes)));
        }
        return new Mapping(mapping.where(), entries);
    }
}
