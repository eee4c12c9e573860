package io.github.dmsrec.cli.command;

import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.baseline.Link;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.Presets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** The part of a help text that lists every training option of every backbone. */
final class TrainingOptionsHelp {

    /** The key of this part among those of a help text. */
    static final String SECTION = "trainingOptions";

    private static final int KEY_WIDTH = 30;

    private TrainingOptionsHelp() {}

    /** Key, meaning, range and defaults of each option; what differs between backbones or is one's alone says so. */
    static String of(Help help) {
        Map<String, Map<String, Option<?>>> byBackbone = new LinkedHashMap<>();
        for (String backbone : Backbones.names()) {
            for (Option<?> option : TrainingOptions.optionsOf(backbone).options()) {
                byBackbone
                        .computeIfAbsent(option.key(), key -> new LinkedHashMap<>())
                        .put(backbone, option);
            }
        }
        TextTable table = table(help);
        byBackbone.forEach((key, options) -> table.addRowValues(key, description(options)));
        return String.format(
                Locale.ROOT,
                "%nTraining options, for --set KEY=VALUE and for pipelines:%n%s%nOptions of baselines and of link, for --set KEY=VALUE:%n%s%nPresets, for --preset NAME and for 'preset:' in files:%n%s",
                table,
                baselines(help),
                presets(help));
    }

    private static TextTable table(Help help) {
        return TextTable.forColumns(
                help.colorScheme(),
                new Column(KEY_WIDTH, 2, Column.Overflow.SPAN),
                new Column(help.commandSpec().usageMessage().width() - KEY_WIDTH, 1, Column.Overflow.WRAP));
    }

    /** Each baseline and link, then the options that it shares with none before it. */
    private static TextTable baselines(Help help) {
        TextTable table = table(help);
        Set<Option<?>> told = new HashSet<>();
        for (BaselineKind kind :
                Stream.concat(Baselines.kinds().stream(), Stream.of(Link.KIND)).toList()) {
            List<Option<?>> options = BaselineOptions.optionsOf(kind).options();
            table.addRowValues(
                    kind.name(),
                    kind.source() + "; takes "
                            + options.stream().map(Option::key).collect(Collectors.joining(", ")));
            options.stream()
                    .filter(told::add)
                    .forEach(option -> table.addRowValues(
                            "  " + option.key(),
                            option.meaning() + "; " + option.allowed() + " (default: "
                                    + option.defaultText(Recipe.CORRECTED) + ")"));
        }
        return table;
    }

    private static TextTable presets(Help help) {
        TextTable table = table(help);
        Presets.all()
                .forEach(preset -> table.addRowValues(
                        preset.name(), preset.method() + ": " + preset.meaning() + "; " + preset.text()));
        return table;
    }

    private static String description(Map<String, Option<?>> options) {
        Option<?> any = options.values().iterator().next();
        Map<String, List<String>> backbonesByDefaults = new LinkedHashMap<>();
        options.forEach((backbone, option) -> backbonesByDefaults
                .computeIfAbsent(defaults(option), defaults -> new ArrayList<>())
                .add(backbone));
        List<Map.Entry<String, List<String>>> usualFirst = backbonesByDefaults.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .toList();
        StringBuilder text = new StringBuilder();
        if (options.size() < Backbones.names().size()) {
            text.append(String.join(", ", options.keySet())).append(" only: ");
        }
        text.append(any.meaning()).append("; ").append(any.allowed());
        text.append(" (default: ").append(usualFirst.get(0).getKey());
        usualFirst.stream().skip(1).forEach(entry -> text.append("; ")
                .append(String.join(", ", entry.getValue()))
                .append(": ")
                .append(entry.getKey()));
        return text.append(")").toString();
    }

    private static String defaults(Option<?> option) {
        return option.defaultText(Recipe.CORRECTED).equals(option.defaultText(Recipe.PUBLISHED))
                ? option.defaultText(Recipe.CORRECTED)
                : option.defaultText(Recipe.CORRECTED) + ", published " + option.defaultText(Recipe.PUBLISHED);
    }
}
