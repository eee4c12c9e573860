package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.ConfigFile;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.config.Yaml;
import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionType.NumberKind;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.Presets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plan of tuning from YAML. Every mistake is told at once, with file, line and column, before any work begins. All
 * keys but {@code dataset} and {@code methods} may be left out.
 */
public final class TuneFile {

    static final String COMMAND = "tune";

    private static final String OFF = "off";
    private static final String RANDOM = "random";
    private static final String HALVING = "halving";

    /** What no trial may set, and why. */
    private static final Map<String, String> CLOSED = Map.of(
            MethodSpace.LEARN_FROM,
            "Omit it: trials learn from the training split alone; otherwise they would learn from the validation rows.",
            MethodSpace.EPOCHS,
            "Set it as budget.epochs: it is the budget of every method alike.",
            "selection",
            "Omit it: trials are compared on the validation rows, never on test rows.",
            MethodSpace.SELECT_BY,
            "Set it as seen-items: it is the figure that trials are compared by.",
            MethodSpace.REFIT,
            "Omit it: trials are compared on the validation rows, which a refit learns from.",
            MethodKey.METHOD,
            "Omit it: it is the name of the method above it.");

    private final ConfigErrors mistakes;

    private TuneFile(ConfigErrors mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * Reads a file.
     *
     * @param overrides values by dotted path, e.g. {@code budget.trials}, that replace those of the file
     * @throws io.github.dmsrec.core.UserMistakeException with every mistake that is found
     */
    public static TunePlan read(Path file, Map<String, String> overrides) throws IOException {
        return parse(file.toString(), ConfigFile.text(file), overrides);
    }

    /** As {@link #read}, from a text; {@code name} stands for the file in messages. */
    public static TunePlan parse(String name, String text, Map<String, String> overrides) {
        return ConfigFile.bind(name, text, overrides, COMMAND, (root, mistakes) -> new TuneFile(mistakes).plan(root));
    }

    private TunePlan plan(Section root) {
        String name = root.text("name", "tuning");
        Path work = root.file("work").orElse(Path.of("runs", name));
        long seed = root.integer("seed", 2024, Long.MIN_VALUE, Long.MAX_VALUE);
        int threads = (int) root.integer("threads", 1, 1, 1024);
        DataSource dataset = DataSource.of(root, mistakes);
        Search search = search(root);
        TunePlan.Budget budget = budget(root);
        Optional<MedianRule> medianRule = medianRule(root);
        TunePlan.Measure measure = new TunePlan.Measure(
                root.oneOf(
                        "measure",
                        "MRR@20",
                        List.copyOf(Metrics.ofRanks(1).values().keySet())),
                root.oneOf("seen-items", Report.MASKED, List.of(Report.MASKED, Report.RANKED))
                        .equals(Report.MASKED));
        List<MethodSpace> methods = methods(root, budget, measure);
        int workers = (int) root.integer("workers", usualWorkers(threads, methods), 1, 1024);
        root.done();
        return new TunePlan(name, work, seed, threads, workers, dataset, search, budget, medianRule, measure, methods);
    }

    /** Methods that count share the memory of this process; each network has a process of its own. */
    private static int usualWorkers(int threads, List<MethodSpace> methods) {
        WorkerMemory memory = WorkerMemory.ofThisMachine();
        return TunePlan.trainsNetworks(methods) ? memory.usual(threads) : memory.byProcessors(threads);
    }

    private static Search search(Section root) {
        boolean halving = root.oneOf("search", RANDOM, List.of(RANDOM, HALVING)).equals(HALVING);
        Optional<Section> section = root.section(HALVING);
        long factor = section.map(own -> own.integer("factor", 3, 2, 1000)).orElse(3L);
        long minEpochs =
                section.map(own -> own.integer("min-epochs", 1, 1, 1_000_000)).orElse(1L);
        section.ifPresent(Section::done);
        return halving ? new Search.Halving((int) factor, (int) minEpochs) : new Search.Random();
    }

    private static TunePlan.Budget budget(Section root) {
        Optional<Section> section = root.section("budget");
        TunePlan.Budget budget = new TunePlan.Budget(
                section.map(own -> (int) own.integer("trials", 20, 1, 100_000)).orElse(20),
                section.map(own -> (int) own.integer(MethodSpace.EPOCHS, 9, 1, 1 << 20))
                        .orElse(9));
        section.ifPresent(Section::done);
        return budget;
    }

    private static Optional<MedianRule> medianRule(Section root) {
        String key = "median-rule";
        Optional<Yaml> value = root.value(key);
        if (value.isPresent() && value.get() instanceof Yaml.Scalar) {
            root.oneOf(key, OFF, List.of(OFF));
            return Optional.empty();
        }
        Optional<Section> section = root.section(key);
        long after = section.map(own -> own.integer("after", MedianRule.USUAL_AFTER, 1, 1 << 20))
                .orElse((long) MedianRule.USUAL_AFTER);
        section.ifPresent(Section::done);
        return Optional.of(new MedianRule((int) after));
    }

    private List<MethodSpace> methods(Section root, TunePlan.Budget budget, TunePlan.Measure measure) {
        List<MethodSpace> spaces = new ArrayList<>();
        String known = String.join(", ", Methods.untaught());
        if (!root.has("methods")) {
            root.required("methods", "what to tune: " + known);
            return spaces;
        }
        Optional<Section> methods = root.section("methods");
        if (methods.isEmpty()) {
            return spaces;
        }
        if (methods.get().keys().isEmpty()) {
            root.mistake("methods", "there is none below it.", "Add a line with one of: " + known + ".");
        }
        methods.get().sections().forEach((method, section) -> {
            if (Methods.find(method)
                    .filter(found -> found.capabilities().taught())
                    .isPresent()) {
                methods.get()
                        .mistake(
                                method,
                                "it learns from a trained model and cannot be tuned here.",
                                "Tune its teacher, and train it with 'dmsrec train'.");
            } else if (Methods.names().contains(method)) {
                MethodSpace space = space(method, section);
                requireDefaultsThatWork(methods.get(), space, budget, measure);
                spaces.add(space);
            } else {
                OptionSections.noSuchMethod(methods.get(), method, Methods.untaught());
            }
        });
        return spaces;
    }

    /** The first trial has the defaults and what is fixed: if these do not work together, no trial can be compared with it. */
    private static void requireDefaultsThatWork(
            Section methods, MethodSpace space, TunePlan.Budget budget, TunePlan.Measure measure) {
        try {
            space.complete(space.draw(0, 0), budget.epochs(), measure.masked());
        } catch (UserMistakeException e) {
            methods.mistake(
                    space.method(),
                    "the defaults with the fixed options do not work together: " + OptionSections.oneLine(e),
                    "Change a fixed value. 'select-by' follows the file's own 'seen-items', beside 'measure'.");
        }
    }

    private MethodSpace space(String method, Section section) {
        Recipe recipe = Recipe.CORRECTED;
        boolean trained = Methods.named(method).capabilities().epochs();
        if (trained) {
            String label = section.oneOf(MethodSpace.RECIPE, recipe.label(), Labels.all(Recipe.class));
            recipe = Labels.parse(Recipe.class, label).orElse(recipe);
        }
        @Nullable Path intents = null;
        if (trained && section.has(MethodSpace.INTENTS)) {
            intents = section.file(MethodSpace.INTENTS).orElse(null);
            if (intents != null && !ArtefactFolder.isThere(intents)) {
                section.mistake(
                        MethodSpace.INTENTS,
                        "there are no intents at '" + intents + "'.",
                        "Name a folder that 'dmsrec infer' has written, or omit the key.");
            }
        }
        OptionSet options = Methods.named(method).options();
        Map<String, String> fixed = new LinkedHashMap<>();
        Map<String, Range> ranges = new LinkedHashMap<>();
        // What no trial may set is not taken from a preset: how long it trains is the budget of every method alike.
        OptionSections.preset(method, section, mistakes).forEach((key, value) -> {
            if (!CLOSED.containsKey(key)) {
                fixed.put(key, value);
            }
        });
        for (String key : section.keys()) {
            Option<?> option = options.find(key);
            if (key.equals(Presets.KEY)
                    || (trained && (key.equals(MethodSpace.RECIPE) || key.equals(MethodSpace.INTENTS)))) {
                continue;
            }
            if (CLOSED.containsKey(key)) {
                section.mistake(key, "it cannot be set here.", CLOSED.getOrDefault(key, ""));
            } else if (option == null) {
                List<String> open = options.keys().stream()
                        .filter(name -> !CLOSED.containsKey(name))
                        .toList();
                section.mistake(
                        key,
                        method + " has no option of this name.",
                        OptionSections.guess(key, open) + "Options: " + String.join(", ", open) + ".");
            } else {
                read(section, option, fixed, ranges);
            }
        }
        return new MethodSpace(method, recipe, intents, fixed, ranges);
    }

    private void read(Section section, Option<?> option, Map<String, String> fixed, Map<String, Range> ranges) {
        String key = option.key();
        Optional<Yaml> value = section.value(key);
        if (value.isPresent() && value.get() instanceof Yaml.Sequence sequence) {
            list(section, option, sequence).ifPresent(range -> ranges.put(key, range));
        } else if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
            section.section(key).flatMap(own -> numbers(own, option)).ifPresent(range -> ranges.put(key, range));
        } else {
            section.text(key)
                    .filter(text -> isAllowed(section.where(key), section.path(key), option, text))
                    .ifPresent(text -> fixed.put(key, text));
        }
    }

    private boolean isAllowed(String where, String path, Option<?> option, String text) {
        boolean allowed = option.allows(text);
        if (!allowed) {
            mistakes.add(where, path + ": '" + text + "' is not allowed.", "Use " + option.allowed() + ".");
        }
        return allowed;
    }

    private Optional<Range> list(Section section, Option<?> option, Yaml.Sequence sequence) {
        String path = section.path(option.key());
        List<String> values = new ArrayList<>();
        for (Yaml value : sequence.values()) {
            if (!(value instanceof Yaml.Scalar scalar)) {
                mistakes.add(value.where(), path + ": a list holds single values.", "Check commas and brackets.");
            } else if (isAllowed(scalar.where(), path, option, scalar.text())) {
                values.add(scalar.text());
            }
        }
        if (sequence.values().isEmpty()) {
            section.mistake(option.key(), "the list is empty.", "Write values between the brackets.");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new Range.OneOf(values));
    }

    private Optional<Range> numbers(Section section, Option<?> option) {
        String from = section.required("from", "the least value");
        String to = section.required("to", "the greatest value");
        List<String> scales = Labels.all(Range.Scale.class);
        String label = section.oneOf("scale", scales.get(0), scales);
        section.done();
        Range.Scale scale = Labels.parse(Range.Scale.class, label).orElse(Range.Scale.LINEAR);
        @Nullable NumberKind numbers = option.type().numbers();
        if (numbers == null) {
            mistakes.add(
                    section.where(),
                    section.path("from") + ": the values of " + option.key() + " are not numbers.",
                    "Use a list; allowed is " + option.allowed() + ".");
            return Optional.empty();
        }
        boolean usable = true;
        for (String end : List.of("from", "to")) {
            String text = end.equals("from") ? from : to;
            usable &= !text.isEmpty() && isAllowed(section.where(end), section.path(end), option, text);
        }
        if (!usable) {
            return Optional.empty();
        }
        if (Double.parseDouble(from) >= Double.parseDouble(to)) {
            section.mistake("to", to + " is not above " + from + ".", "Swap the two ends.");
            return Optional.empty();
        }
        if (scale == Range.Scale.LOG && Double.parseDouble(from) <= 0) {
            section.mistake("from", "a logarithmic scale begins above 0.", "Use scale: linear.");
            return Optional.empty();
        }
        return Optional.of(
                numbers == NumberKind.INTEGER
                        ? new Range.Whole(Integer.parseInt(from), Integer.parseInt(to), scale)
                        : new Range.Real(Double.parseDouble(from), Double.parseDouble(to), scale));
    }
}
