package io.github.dmsrec.experiment.pipeline;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.ConfigFile;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.option.ClosestMatch;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.config.EncoderSection;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.pipeline.Pipeline.CandidatePlan;
import io.github.dmsrec.experiment.pipeline.Pipeline.IntentPlan;
import io.github.dmsrec.experiment.pipeline.Pipeline.MethodPlan;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarity;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.Method;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.TargetsOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a pipeline from YAML. Every mistake is told at once, with file, line and column, before any work begins. Keys are
 * lower case with dashes; all but {@code dataset} and {@code backbones} may be left out.
 */
public final class PipelineFile {

    private static final List<String> RECIPES = List.of("corrected", "published");
    /** In the place of an inferrer: base models alone. */
    private static final String NO_INTENTS = "none";

    private static final String METHODS = "methods";
    /** What files called the methods that they train when only backbones could stand there. */
    private static final String FORMER_METHODS = "backbones";

    private static final List<String> SESSION_ITEMS = List.of("keep", "exclude");

    private final ConfigErrors mistakes;

    private PipelineFile(ConfigErrors mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * Reads a file.
     *
     * @param overrides values by dotted path, e.g. {@code dataset.srgnn.folder}, that replace those of the file
     * @throws UserMistakeException with every mistake that is found
     */
    public static Pipeline read(Path file, Map<String, String> overrides) throws IOException {
        return parse(file.toString(), ConfigFile.text(file), overrides);
    }

    /** The pipeline of the quickstart, with values overridden as in {@link #read}. */
    public static Pipeline quickstart(Map<String, String> overrides) throws IOException {
        String name = "quickstart.yaml";
        try (InputStream in = PipelineFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the app jar");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), overrides);
        }
    }

    /** As {@link #read}, from a text; {@code name} stands for the file in messages. */
    public static Pipeline parse(String name, String text, Map<String, String> overrides) {
        return ConfigFile.bind(
                name, text, overrides, "run", (root, mistakes) -> new PipelineFile(mistakes).pipeline(root));
    }

    private Pipeline pipeline(Section root) {
        String name = root.text("name", "pipeline");
        Path work = root.file("work").orElse(Path.of("runs", name));
        long seed = root.integer("seed", 2024, Long.MIN_VALUE, Long.MAX_VALUE);
        int threads = (int) root.integer("threads", Runtime.getRuntime().availableProcessors(), 1, 1024);
        DataSource dataset = DataSource.of(root, mistakes);
        List<MethodPlan> methods = methods(root);
        Optional<Section> intentKeys = root.section("intents");
        EncoderOptions encoder = EncoderSection.read(intentKeys, mistakes);
        Optional<IntentPlan> intents = intentPlan(root, intentKeys, methods, encoder, work, seed);
        Optional<Section> report = root.section("report");
        Path out = report.flatMap(section -> section.file("out")).orElse(work.resolve("report"));
        int examples = report.map(section -> (int) section.integer("examples", 6, 0, 1000))
                .orElse(6);
        report.ifPresent(Section::done);
        root.done();
        return new Pipeline(name, work, seed, threads, dataset, methods, intents, encoder, out, examples);
    }

    private List<MethodPlan> methods(Section root) {
        Optional<Section> training = root.section("training");
        Recipe recipe = Recipe.valueOf(training.map(section -> section.oneOf("recipe", RECIPES.get(0), RECIPES))
                .orElse(RECIPES.get(0))
                .toUpperCase(Locale.ROOT));
        List<MethodPlan> plans = new ArrayList<>();
        if (root.has(FORMER_METHODS)) {
            root.value(FORMER_METHODS);
            root.mistake(FORMER_METHODS, "this section has another name now.", "write '" + METHODS + ":' instead.");
            return plans;
        }
        if (!root.has(METHODS)) {
            root.required(METHODS, "what to train: " + String.join(", ", Methods.names()));
            return plans;
        }
        Optional<Section> methods = root.section(METHODS);
        if (methods.isEmpty()) {
            return plans;
        }
        methods.get().sections().forEach((name, section) -> {
            Method method = Methods.find(name).orElse(null);
            if (method == null) {
                methods.get()
                        .mistake(
                                name,
                                "no method has this name.",
                                ClosestMatch.to(name, Methods.names())
                                                .map(word -> "'" + word + "' was meant")
                                                .orElse("one of the known ones was meant")
                                        + "; known: " + String.join(", ", Methods.names()) + ".");
                return;
            }
            plans.add(plan(method, recipe, training, section, plans));
            section.done();
        });
        if (plans.isEmpty() && methods.get().sections().isEmpty()) {
            root.mistake(
                    METHODS,
                    "there is none below it.",
                    "add a line with one of: " + String.join(", ", Methods.names()) + ".");
        }
        return plans;
    }

    private MethodPlan plan(
            Method method, Recipe recipe, Optional<Section> training, Section section, List<MethodPlan> before) {
        if (!method.capabilities().intents()) {
            // What 'training' says is for methods that are trained in epochs.
            MethodOptions options = OptionSections.options(
                    method.name(),
                    method.defaults(recipe),
                    MethodOptions::with,
                    section.section("base").stream().toList(),
                    mistakes);
            if (section.has("fused")) {
                section.section("fused");
                section.mistake("fused", method.name() + " takes no intents.", "delete it.");
            }
            return new MethodPlan(options, null);
        }
        TrainingOptions base =
                options(TrainingOptions.defaults(method.name(), recipe), training, section.section("base"));
        Optional<Section> ofFused = section.section("fused");
        TrainingOptions fused = options(TrainingOptions.defaults(method.name(), recipe), training, ofFused);
        before.stream()
                .flatMap(plan -> Stream.ofNullable(plan.fused()))
                .findFirst()
                .ifPresent(first -> requireSameTargets(first, fused, ofFused.orElse(section)));
        return new MethodPlan(new MethodOptions(method, base.recipe(), base.values()), fused);
    }

    /** Candidates and intents are made once, for the training rows of all fused models. */
    private static void requireSameTargets(TrainingOptions first, TrainingOptions other, Section section) {
        String ofFirst = first.targets().label();
        String ofOther = other.targets().label();
        if (!ofFirst.equals(ofOther)) {
            section.mistake(
                    TargetsOption.KEY,
                    "they are '" + ofOther + "' for the fused " + other.backbone() + ", but '" + ofFirst
                            + "' for the fused " + first.backbone() + ".",
                    "one for all was meant: a line '" + TargetsOption.KEY + ": " + ofFirst + "' below 'training:'.");
        }
    }

    private TrainingOptions options(TrainingOptions defaults, Optional<Section> common, Optional<Section> own) {
        return OptionSections.options(
                defaults.backbone(),
                defaults,
                TrainingOptions::with,
                Stream.of(common, own).flatMap(Optional::stream).toList(),
                mistakes);
    }

    private Optional<IntentPlan> intentPlan(
            Section root,
            Optional<Section> intents,
            List<MethodPlan> methods,
            EncoderOptions encoder,
            Path work,
            long seed) {
        if (intents.flatMap(section -> section.text("inferrer"))
                .filter(NO_INTENTS::equals)
                .isEmpty()) {
            if (!methods.isEmpty() && methods.stream().allMatch(plan -> plan.fused() == null)) {
                mistakes.add(
                        root.where("intents"),
                        "intents: no method here takes any.",
                        "write 'inferrer: none' below 'intents:', or add one that does: "
                                + String.join(", ", Methods.trainedInEpochs()) + ".");
            }
            return Optional.of(
                    new IntentPlan(candidates(root, methods), intents(intents, encoder, work, targets(methods), seed)));
        }
        intents.ifPresent(Section::done);
        withoutMeaning(root, "candidates");
        root.section(METHODS)
                .ifPresent(section -> section.sections().values().forEach(own -> withoutMeaning(own, "fused")));
        return Optional.empty();
    }

    private static void withoutMeaning(Section section, String key) {
        if (section.has(key)) {
            section.section(key);
            section.mistake(
                    key,
                    "it has no meaning where intents.inferrer is 'none': base models alone are trained.",
                    "delete it, or name an inferrer: " + String.join(", ", Inferrers.names()) + ".");
        }
    }

    private CandidatePlan candidates(Section root, List<MethodPlan> methods) {
        List<String> names = methods.stream().map(MethodPlan::name).toList();
        String first = methods.stream()
                .filter(plan -> plan.fused() != null)
                .map(MethodPlan::name)
                .findFirst()
                .orElse("");
        Optional<Section> found = root.section("candidates");
        if (found.isEmpty()) {
            return new CandidatePlan(first, 50, false, 0);
        }
        Section section = found.get();
        String from = first.isEmpty() ? section.text("from", "") : section.oneOf("from", first, names);
        CandidatePlan plan = new CandidatePlan(
                from,
                (int) section.integer("k", 50, 1, 10_000),
                section.oneOf("session-items", "keep", SESSION_ITEMS).equals("exclude"),
                (int) section.integer("cross-fit", 0, 0, 100));
        if (plan.crossFit() == 1) {
            section.mistake("cross-fit", "one fold leaves nothing to train on.", "0 for none, or 2 and more.");
        }
        section.done();
        return plan;
    }

    private static Targets targets(List<MethodPlan> methods) {
        return methods.stream()
                .flatMap(plan -> Stream.ofNullable(plan.fused()))
                .findFirst()
                .map(TrainingOptions::targets)
                .orElse(Targets.AS_IMPORTED);
    }

    private IntentMaker intents(
            Optional<Section> found, EncoderOptions encoder, Path work, Targets targets, long seed) {
        Path out = work.resolve(PipelineRun.INTENTS);
        IntentMaker usual = IntentMaker.of(EmbeddingSimilarity.NAME, Map.of(), encoder, out, targets, seed);
        if (found.isEmpty()) {
            return usual;
        }
        Section section = found.get();
        String inferrer = section.oneOf(
                "inferrer",
                EmbeddingSimilarity.NAME,
                Stream.concat(Inferrers.names().stream(), Stream.of(NO_INTENTS)).toList());
        try {
            return IntentMaker.of(inferrer, section.rest(), encoder, out, targets, seed);
        } catch (UserMistakeException e) {
            mistakes.add(section.where(), section.path("inferrer") + ": " + OptionSections.oneLine(e));
            return usual;
        }
    }
}
