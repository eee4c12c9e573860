package io.github.dmsrec.experiment.config;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.stage.Presets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sections of a file whose keys are a model's options. */
public final class OptionSections {

    private OptionSections() {}

    /** Sets options, and refuses wrong ones with a {@link UserMistakeException}. */
    @FunctionalInterface
    public interface Setter<T> {

        /** The options with some overridden. */
        T with(T options, Map<String, String> overrides);
    }

    /**
     * Options overridden by sections, a later one before an earlier one. One option is set at a time first, so that each
     * mistake is told at its own line; then the defaults are returned. The values of a preset come before the other keys of
     * its section.
     *
     * @param method whose options they are
     */
    public static <T> T options(
            String method, T defaults, Setter<T> setter, List<Section> sections, ConfigErrors mistakes) {
        Map<String, String> overrides = new LinkedHashMap<>();
        int before = mistakes.count();
        for (Section section : sections) {
            overrides.putAll(preset(method, section, mistakes));
            section.rest().forEach((key, value) -> {
                if (key.equals("method") || key.equals("backbone") || key.equals("recipe")) {
                    section.mistake(key, "it cannot be set here.", "it belongs to the method's name or to 'training'.");
                    return;
                }
                try {
                    setter.with(defaults, Map.of(key, value));
                    overrides.put(key, value);
                } catch (UserMistakeException e) {
                    mistakes.add(section.where(key), section.path(key) + ": " + oneLine(e));
                }
            });
        }
        if (mistakes.count() > before) {
            return defaults;
        }
        try {
            return setter.with(defaults, overrides);
        } catch (UserMistakeException e) {
            mistakes.add(
                    sections.isEmpty()
                            ? "options"
                            : sections.get(sections.size() - 1).where(),
                    oneLine(e));
            return defaults;
        }
    }

    /** The values of the preset that a section names; none if it names none, or none that the method has. */
    public static Map<String, String> preset(String method, Section section, ConfigErrors mistakes) {
        Optional<String> name = section.text(Presets.KEY);
        try {
            return name.map(given -> Presets.named(method, given).values()).orElse(Map.of());
        } catch (UserMistakeException e) {
            mistakes.add(section.where(Presets.KEY), section.path(Presets.KEY) + ": " + oneLine(e));
            return Map.of();
        }
    }

    /** A mistake as part of a line. */
    public static String oneLine(UserMistakeException mistake) {
        return String.valueOf(mistake.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}
