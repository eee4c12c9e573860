package io.github.dmsrec.core.option;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of one owner, such as a method or an inferrer, in a fixed order. Immutable. */
public final class OptionSet {

    private final String owner;
    private final Map<String, Option<?>> options;
    private final Function<String, List<String>> otherOwners;

    /**
     * @param owner for messages, such as {@code "the method sr-gnn"}
     * @param options in the order of help texts and manifests
     */
    public OptionSet(String owner, List<Option<?>> options) {
        this(owner, options, key -> List.of());
    }

    /**
     * @param owner for messages, such as {@code "the method sr-gnn"}
     * @param options in the order of help texts and manifests
     * @param otherOwners the names of those that have an option of a key which this owner does not have, for messages
     */
    public OptionSet(String owner, List<Option<?>> options, Function<String, List<String>> otherOwners) {
        Map<String, Option<?>> byKey = new LinkedHashMap<>();
        for (Option<?> option : options) {
            if (byKey.put(option.key(), option) != null) {
                throw new IllegalArgumentException(owner + " has two options '" + option.key() + "'");
            }
        }
        this.owner = owner;
        this.options = Collections.unmodifiableMap(byKey);
        this.otherOwners = otherOwners;
    }

    /** One row of a help text. */
    public record HelpRow(String key, String text) {}

    /** Whose options they are, for messages. */
    public String owner() {
        return owner;
    }

    /** All options in their order. */
    public List<Option<?>> options() {
        return List.copyOf(options.values());
    }

    /** All keys in their order. */
    public List<String> keys() {
        return List.copyOf(options.keySet());
    }

    /** The option of exactly this key, which may be a group's prefix; null if there is none. */
    @Nullable Option<?> option(String key) {
        return options.get(key);
    }

    /** The option of a key, or the group that the key belongs to; null if there is none. */
    public @Nullable Option<?> find(String key) {
        Option<?> option = options.get(key);
        if (option != null) {
            return option.isGroup() ? null : option;
        }
        int dot = key.indexOf(Option.GROUP_END);
        return dot < 0 || dot + 1 == key.length() ? null : options.get(key.substring(0, dot + 1));
    }

    /** The entries of a map whose keys are known here; a manifest may hold those of others, too. */
    public Map<String, String> known(Map<String, String> values) {
        Map<String, String> known = new LinkedHashMap<>(values);
        known.keySet().removeIf(key -> find(key) == null);
        return known;
    }

    /**
     * The defaults of a recipe.
     *
     * @throws UserMistakeException naming the options that must be given, if there are any
     */
    public OptionValues defaults(Recipe recipe) {
        return parse(Map.of(), recipe);
    }

    /**
     * Reads values; what is not given has the default of {@link Recipe#CORRECTED}.
     *
     * @throws UserMistakeException naming every unknown key, every wrong value and every missing option at once
     */
    public OptionValues parse(Map<String, String> given) {
        return parse(given, Recipe.CORRECTED);
    }

    /**
     * Reads values; what is not given has the default of a recipe.
     *
     * @throws UserMistakeException naming every unknown key, every wrong value and every missing option at once
     */
    public OptionValues parse(Map<String, String> given, Recipe recipe) {
        return merged(settings(option -> option.defaultSetting(recipe)), given);
    }

    /**
     * Reads the values that a manifest recorded; what it lacks means the value of the version that wrote it.
     *
     * @param recorded values by key; {@link #known} leaves out those of others
     * @param formatVersion of the manifest
     * @param recipe of the manifest
     * @throws UserMistakeException naming every unknown key, every wrong value and every missing option at once
     */
    public OptionValues read(Map<String, String> recorded, int formatVersion, Recipe recipe) {
        return merged(settings(option -> option.settingOfVersion(formatVersion, recipe)), recorded);
    }

    /** Every unknown key and every wrong value, in the order of the map; a missing option is not reported. */
    public List<OptionMistake> mistakes(Map<String, String> given) {
        List<OptionMistake> mistakes = new ArrayList<>();
        given.forEach((key, value) -> {
            Option<?> option = find(key);
            if (option == null) {
                mistakes.add(unknown(key));
            } else if (!option.isGroup() && option.parse(value) == null) {
                mistakes.add(wrong(option, value));
            }
        });
        return mistakes;
    }

    /** A row for each option: its key, its meaning, what it may be, and its defaults. */
    public List<HelpRow> help() {
        return options.values().stream()
                .map(option -> new HelpRow(
                        option.key(), option.meaning() + "; " + option.allowed() + " (" + defaultsOf(option) + ")"))
                .toList();
    }

    /** The defaults of an option in words. */
    private static String defaultsOf(Option<?> option) {
        if (option.isRequired()) {
            return "required";
        }
        String corrected = option.defaultText(Recipe.CORRECTED);
        String published = option.defaultText(Recipe.PUBLISHED);
        return "default: " + (corrected.isEmpty() ? "empty" : corrected)
                + (published.equals(corrected) ? "" : ", published " + published);
    }

    OptionValues merged(Map<String, Setting<?>> base, Map<String, String> given) {
        List<OptionMistake> mistakes = mistakes(given);
        Map<String, Setting<?>> settings = new LinkedHashMap<>(base);
        Map<String, SortedMap<String, String>> groups = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            Option<?> option = find(key);
            if (option == null) {
                return;
            }
            if (option.isGroup()) {
                groups.computeIfAbsent(option.key(), prefix -> groupIn(base, prefix))
                        .put(key.substring(option.key().length()), value.strip());
                return;
            }
            Setting<?> setting = option.parse(value);
            if (setting != null) {
                settings.put(key, setting);
            }
        });
        groups.forEach(
                (key, values) -> settings.put(key, new Setting<>(Collections.unmodifiableSortedMap(values), "")));
        Map<String, Setting<?>> ordered = new LinkedHashMap<>();
        options.forEach((key, option) -> {
            Setting<?> setting = settings.get(key);
            if (setting != null) {
                ordered.put(key, setting);
            } else if (!given.containsKey(key)) {
                mistakes.add(missing(option));
            }
        });
        throwIfAny(mistakes);
        return new OptionValues(this, ordered);
    }

    private static SortedMap<String, String> groupIn(Map<String, Setting<?>> settings, String prefix) {
        SortedMap<String, String> values = new TreeMap<>();
        Setting<?> present = settings.get(prefix);
        if (present != null && present.value() instanceof Map<?, ?> texts) {
            texts.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
        }
        return values;
    }

    private Map<String, Setting<?>> settings(Function<Option<?>, @Nullable Setting<?>> of) {
        Map<String, Setting<?>> settings = new LinkedHashMap<>();
        options.forEach((key, option) -> {
            Setting<?> setting = of.apply(option);
            if (setting != null) {
                settings.put(key, setting);
            }
        });
        return settings;
    }

    private void throwIfAny(List<OptionMistake> mistakes) {
        if (mistakes.size() == 1) {
            OptionMistake mistake = mistakes.get(0);
            throw new UserMistakeException(
                    "Option '" + mistake.key() + "' of " + owner + " " + mistake.problem() + ".");
        }
        if (!mistakes.isEmpty()) {
            StringBuilder lines = new StringBuilder(mistakes.size() + " mistakes in the options of " + owner + ":");
            mistakes.forEach(mistake -> lines.append(System.lineSeparator())
                    .append("  ")
                    .append(mistake)
                    .append('.'));
            throw new UserMistakeException(lines.toString());
        }
    }

    /** Without the value: a mistyped {@code api-key=...} holds a secret. */
    private OptionMistake unknown(String key) {
        List<String> owners = otherOwners.apply(key);
        String known = options.isEmpty()
                ? owner + " has no options"
                : "known options, the nearest first: " + String.join(", ", ClosestMatch.first(key, options.keySet()));
        return new OptionMistake(
                key,
                (owners.isEmpty() ? "is not known" : "belongs to " + String.join(", ", owners) + ", not to " + owner)
                        + "; " + known);
    }

    private static OptionMistake wrong(Option<?> option, String value) {
        return new OptionMistake(
                option.key(),
                "is '" + value + "', but must be " + option.allowed()
                        + ClosestMatch.to(value, option.type().labels())
                                .map(nearest -> "; the nearest is '" + nearest + "'")
                                .orElse(""));
    }

    private static OptionMistake missing(Option<?> option) {
        return new OptionMistake(
                option.key(),
                "is missing: " + option.meaning() + "; '" + option.key() + "=" + option.example() + "' would fit");
    }

    @Override
    public String toString() {
        return owner + " " + options.keySet();
    }
}
