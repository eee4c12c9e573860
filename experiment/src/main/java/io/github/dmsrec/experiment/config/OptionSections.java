package io.github.dmsrec.experiment.config;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.option.ClosestMatch;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Presets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sections of a file whose keys are a model's options. */
public final class OptionSections {

    private OptionSections() {}

    /**
     * Options overridden by sections, a later one before an earlier one. One option is set at a time first, so that each
     * mistake is reported at its own line; then the defaults are returned. The values of a preset come before the other keys of
     * its section.
     */
    public static MethodOptions options(MethodOptions defaults, List<Section> sections, ConfigErrors mistakes) {
        String method = defaults.method().name();
        Map<String, String> overrides = new LinkedHashMap<>();
        int before = mistakes.count();
        for (Section section : sections) {
            overrides.putAll(preset(method, section, mistakes));
            section.rest().forEach((key, value) -> {
                if (key.equals("method") || key.equals("backbone") || key.equals("recipe")) {
                    section.mistake(key, "it cannot be set here.", "Set it by the method's name or below 'training'.");
                    return;
                }
                try {
                    checked(defaults, Map.of(key, value));
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
            return checked(defaults, overrides);
        } catch (UserMistakeException e) {
            mistakes.add(
                    sections.isEmpty()
                            ? "options"
                            : sections.get(sections.size() - 1).where(),
                    oneLine(e));
            return defaults;
        }
    }

    /** Values that exclude each other are found when the options are read as those of the method. */
    private static MethodOptions checked(MethodOptions defaults, Map<String, String> overrides) {
        MethodOptions options = defaults.with(overrides);
        options.toMap();
        return options;
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

    /** How many rows and targets a report shows in full, by its section if there is one. */
    public static int examples(Optional<Section> report) {
        int usual = 6;
        return report.map(section -> (int) section.integer("examples", usual, 0, 1000))
                .orElse(usual);
    }

    /** Reports a key below {@code methods} that names no method, with the closest of those that are known. */
    public static void noSuchMethod(Section methods, String name, List<String> known) {
        methods.mistake(
                name, "no method has this name.", guess(name, known) + "Known: " + String.join(", ", known) + ".");
    }

    /** The beginning of advice on a word that is not known: the closest that is, as a question; empty if none is close. */
    public static String guess(String word, List<String> known) {
        return ClosestMatch.to(word, known)
                .map(close -> "Did you mean '" + close + "'? ")
                .orElse("");
    }

    /** A mistake as part of a line. */
    public static String oneLine(UserMistakeException mistake) {
        return String.valueOf(mistake.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}
