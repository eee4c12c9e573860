package io.github.dmsrec.core.option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One option of a method or an inferrer: its key, meaning, unit, type, and its default in each {@link Recipe}. Immutable;
 * the methods that change something return another option.
 *
 * @param <T> the Java type of its values
 */
public final class Option<T> {

    /** What a group's key ends with. */
    static final String GROUP_END = ".";

    /** What manifests of a format version below {@code version} mean where they lack the option. */
    private record Former<T>(int version, Setting<T> setting) {}

    private final String key;
    private final String meaning;
    private final @Nullable String unit;
    private final OptionType<T> type;
    private final @Nullable Setting<T> published;
    private final @Nullable Setting<T> corrected;
    private final @Nullable String example;
    /** The lowest version first. */
    private final List<Former<T>> former;

    private Option(
            String key,
            String meaning,
            @Nullable String unit,
            OptionType<T> type,
            @Nullable Setting<T> published,
            @Nullable Setting<T> corrected,
            @Nullable String example,
            List<Former<T>> former) {
        this.key = key;
        this.meaning = meaning;
        this.unit = unit;
        this.type = type;
        this.published = published;
        this.corrected = corrected;
        this.example = example;
        this.former = List.copyOf(former);
    }

    /**
     * An option with the same default in both recipes.
     *
     * @param key lower case with dashes
     * @param meaning one sentence without a full stop
     * @param type the values that it may take
     * @param value the default
     * @throws IllegalArgumentException if the type does not accept the default
     */
    public static <T> Option<T> of(String key, String meaning, OptionType<T> type, T value) {
        Setting<T> setting = setting(key, type, type.format(value));
        return new Option<>(key, meaning, null, type, setting, setting, null, List.of());
    }

    /**
     * An option that must be given.
     *
     * @param example a value that fits, for messages
     */
    public static <T> Option<T> required(String key, String meaning, OptionType<T> type, String example) {
        setting(key, type, example);
        return new Option<>(key, meaning, null, type, null, null, example, List.of());
    }

    /** An integer from {@code least} to {@code most}. */
    public static Option<Integer> integer(String key, String meaning, int value, int least, int most) {
        return of(key, meaning, OptionType.integer(least, most), value);
    }

    /** A 64-bit integer from {@code least} to {@code most}. */
    public static Option<Long> longInteger(String key, String meaning, long value, long least, long most) {
        return of(key, meaning, OptionType.longInteger(least, most), value);
    }

    /** A number above zero and at most {@code most}; {@link Double#MAX_VALUE} for no limit. */
    public static Option<Double> positive(String key, String meaning, double value, double most) {
        return of(key, meaning, OptionType.positive(most), value);
    }

    /** A number of at least zero. */
    public static Option<Double> weight(String key, String meaning, double value) {
        return of(key, meaning, OptionType.weight(), value);
    }

    /** A number from 0 to 1, both allowed. */
    public static Option<Double> share(String key, String meaning, double value) {
        return of(key, meaning, OptionType.share(), value);
    }

    /** A rate, such as of drop-out: at least 0 and below 1. */
    public static Option<Double> rate(String key, String meaning, double value) {
        return of(key, meaning, OptionType.rate(), value);
    }

    /** {@code true} or {@code false}. */
    public static Option<Boolean> flag(String key, String meaning, boolean value) {
        return of(key, meaning, OptionType.flag(), value);
    }

    /** One constant of an enum, by its label: see {@link Labels}. */
    public static <E extends Enum<E>> Option<E> label(String key, String meaning, Class<E> type, E value) {
        return of(key, meaning, OptionType.label(type), value);
    }

    /** Any text. */
    public static Option<String> text(String key, String meaning, String value) {
        return of(key, meaning, OptionType.text(), value);
    }

    /** A path that must be given. */
    public static Option<Path> path(String key, String meaning, String example) {
        return required(key, meaning, OptionType.path(), example);
    }

    /**
     * A value of another type, or a word that stands for none, which is the default.
     *
     * @param word such as {@code none}
     */
    public static <T> Option<Optional<T>> optional(String key, String meaning, String word, OptionType<T> type) {
        return of(key, meaning, OptionType.optional(word, type), Optional.empty());
    }

    /**
     * All options whose keys begin with a prefix, such as {@code request.top_p}; their values are texts, by the rest of
     * the key. None by default.
     *
     * @param prefix ends with a dot
     */
    public static Option<SortedMap<String, String>> group(String prefix, String meaning) {
        if (!prefix.endsWith(GROUP_END)) {
            throw new IllegalArgumentException("the prefix '" + prefix + "' does not end with a dot");
        }
        return of(prefix, meaning, new OptionType.Group(), new TreeMap<>());
    }

    /** The same option with another default in {@link Recipe#PUBLISHED}. */
    public Option<T> published(T value) {
        return new Option<>(
                key, meaning, unit, type, setting(key, type, type.format(value)), corrected, example, former);
    }

    /** The same option with a unit, such as {@code "days"}. */
    public Option<T> unit(String newUnit) {
        return new Option<>(key, meaning, newUnit, type, published, corrected, example, former);
    }

    /**
     * The same option with other defaults.
     *
     * @param newPublished as text; null keeps the present one
     * @param newCorrected as text; null keeps the present one
     * @throws IllegalArgumentException if the type does not accept one
     */
    public Option<T> withDefaults(@Nullable String newPublished, @Nullable String newCorrected) {
        return new Option<>(
                key,
                meaning,
                unit,
                type,
                newPublished == null ? published : setting(key, type, newPublished),
                newCorrected == null ? corrected : setting(key, type, newCorrected),
                example,
                former);
    }

    /**
     * The same option, with what manifests mean that were written before it existed, or while it had another default:
     * a model that lacks an option behaves as the version that wrote it, whatever the default is today.
     *
     * @param formatVersion manifests of a lower format version that lack the option mean {@code value}
     */
    public Option<T> before(int formatVersion, T value) {
        List<Former<T>> more = new ArrayList<>(former);
        more.add(new Former<>(formatVersion, setting(key, type, type.format(value))));
        more.sort(Comparator.comparingInt(Former::version));
        return new Option<>(key, meaning, unit, type, published, corrected, example, more);
    }

    /** Lower case with dashes; of a group, the prefix with its dot. */
    public String key() {
        return key;
    }

    /** One sentence without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** What its numbers count or measure; null if nothing is to be said. */
    public @Nullable String unit() {
        return unit;
    }

    /** The values that it may take. */
    public OptionType<T> type() {
        return type;
    }

    /** The values that it may take, in words that complete "must be", with the unit. */
    public String allowed() {
        return unit == null ? type.allowed() : type.allowed() + " (" + unit + ")";
    }

    /** Whether a text is one of its values. */
    public boolean allows(String text) {
        return parse(text) != null;
    }

    /** Whether it stands for all keys that begin with its own. */
    public boolean isGroup() {
        return type instanceof OptionType.Group;
    }

    /** Whether it has no default. */
    public boolean isRequired() {
        return corrected == null;
    }

    /** The default as text; empty if the option must be given. */
    public String defaultText(Recipe recipe) {
        Setting<T> setting = defaultSetting(recipe);
        return setting == null ? "" : setting.text();
    }

    /** A value that fits, of an option that must be given; else null. */
    @Nullable String example() {
        return example;
    }

    /** The default; null if the option must be given. */
    @Nullable Setting<T> defaultSetting(Recipe recipe) {
        return recipe == Recipe.PUBLISHED ? published : corrected;
    }

    /** What a manifest of a format version means that lacks the option; null if it must have it. */
    @Nullable Setting<T> settingOfVersion(int formatVersion, Recipe recipe) {
        return former.stream()
                .filter(entry -> formatVersion < entry.version())
                .<@Nullable Setting<T>>map(Former::setting)
                .findFirst()
                .orElse(defaultSetting(recipe));
    }

    /** Reads a value; null if it is not one of the allowed ones. */
    @Nullable Setting<T> parse(String text) {
        String stripped = text.strip();
        T value = type.parse(stripped);
        return value == null ? null : new Setting<>(value, stripped);
    }

    private static <T> Setting<T> setting(String key, OptionType<T> type, String text) {
        T value = type.parse(text);
        if (value == null) {
            throw new IllegalArgumentException(key + " is '" + text + "' but must be " + type.allowed());
        }
        return new Setting<>(value, text);
    }

    private List<@Nullable Object> components() {
        List<@Nullable Object> components = new ArrayList<>();
        components.add(key);
        components.add(meaning);
        components.add(unit);
        components.add(type);
        components.add(published);
        components.add(corrected);
        components.add(former);
        return components;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Option<?> option && components().equals(option.components());
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, meaning, type);
    }

    @Override
    public String toString() {
        return key;
    }
}
