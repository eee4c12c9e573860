package io.github.dmsrec.core.option;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value for every option of an {@link OptionSet}. Immutable; equal if the owners and all values are, however they were
 * written.
 */
public final class OptionValues {

    private final OptionSet set;
    private final Map<String, Setting<?>> settings;

    /** @param settings one for each option of the set, in its order */
    OptionValues(OptionSet set, Map<String, Setting<?>> settings) {
        this.set = set;
        this.settings = Collections.unmodifiableMap(settings);
    }

    /** The options that have these values. */
    public OptionSet set() {
        return set;
    }

    /**
     * The value of an option.
     *
     * @throws IllegalArgumentException if the set has no option of this key and type
     */
    public <T> T get(Option<T> option) {
        // The set parsed the value with an equal type, so that it is a T.
        @SuppressWarnings("unchecked")
        T value = (T) setting(option).value();
        return value;
    }

    /**
     * The value of an option as it was written.
     *
     * @throws IllegalArgumentException if the set has no option of this key and type
     */
    public String text(Option<?> option) {
        return setting(option).text();
    }

    private Setting<?> setting(Option<?> option) {
        Option<?> known = set.option(option.key());
        Setting<?> setting = settings.get(option.key());
        if (known == null || setting == null) {
            throw new IllegalArgumentException(
                    set.owner() + " has no option '" + option.key() + "'; known: " + set.keys());
        }
        if (!known.type().equals(option.type())) {
            throw new IllegalArgumentException("option '" + option.key() + "' of " + set.owner() + " must be "
                    + known.allowed() + ", not " + option.allowed());
        }
        return setting;
    }

    /**
     * These values with some overridden.
     *
     * @throws io.github.dmsrec.core.UserMistakeException naming every unknown key and every wrong value at once
     */
    public OptionValues with(Map<String, String> overrides) {
        return set.merged(settings, overrides);
    }

    /**
     * These values with another one for an option.
     *
     * @throws IllegalArgumentException if the set has no option of this key and type, or the value is not allowed
     */
    public <T> OptionValues with(Option<T> option, T value) {
        setting(option);
        String text = option.type().format(value);
        if (!option.isGroup() && option.type().parse(text) == null) {
            throw new IllegalArgumentException(
                    "option '" + option.key() + "' is '" + text + "', but must be " + option.allowed());
        }
        Map<String, Setting<?>> changed = new LinkedHashMap<>(settings);
        changed.put(option.key(), new Setting<>(value, text));
        return new OptionValues(set, changed);
    }

    /** Every value as text by key, in the order of the set, for manifests: as it was written by whoever gave it. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        settings.forEach((key, setting) -> {
            if (key.endsWith(Option.GROUP_END) && setting.value() instanceof Map<?, ?> texts) {
                texts.forEach((rest, text) -> map.put(key + rest, String.valueOf(text)));
            } else {
                map.put(key, setting.text());
            }
        });
        return map;
    }

    /** The same values, each written as its type writes it: numbers in one form, paths absolute. */
    public OptionValues canonical() {
        Map<String, Setting<?>> canonical = new LinkedHashMap<>();
        for (Option<?> option : set.options()) {
            canonical.put(option.key(), canonical(option));
        }
        return new OptionValues(set, canonical);
    }

    private <T> Setting<T> canonical(Option<T> option) {
        T value = get(option);
        return new Setting<>(value, option.type().format(value));
    }

    private Map<String, Object> values() {
        return settings.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .value()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OptionValues that
                && set.owner().equals(that.set.owner())
                && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
