package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.ConfigFile;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.config.EncoderSection;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.study.Study.ArmPlan;
import io.github.dmsrec.experiment.study.Study.DatasetPlan;
import io.github.dmsrec.experiment.study.Study.IntentsPlan;
import io.github.dmsrec.experiment.study.Study.MethodPlan;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarity;
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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a run from YAML: a study of one data set with one seed, whose methods are trained alone and, where they take
 * intents, with them. Every mistake is reported at once, with file, line and column, before any work begins. Keys are lower
 * case with dashes; all but {@code dataset} and {@code methods} may be omitted.
 */
public final class RunFile {

    private static final List<String> RECIPES = List.of("corrected", "published");
    /** In the place of an inferrer: base models alone. */
    private static final String NO_INTENTS = "none";

    private static final String METHODS = "methods";
    /** What files called the methods that they train when only backbones could stand there. */
    private static final String FORMER_METHODS = "backbones";

    private static final Arm BOTH = new Arm(Arm.Intents.BOTH, Set.of());
    private static final Arm CROSS_FITTED = new Arm(Arm.Intents.BOTH, Set.of(Arm.Change.CROSS_FIT));

    private final ConfigErrors mistakes;

    private RunFile(ConfigErrors mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * Reads a file.
     *
     * @param overrides values by dotted path, e.g. {@code dataset.srgnn.folder}, that replace those of the file
     * @throws UserMistakeException with every mistake that is found
     */
    public static Study read(Path file, Map<String, String> overrides) throws IOException {
        return parse(file.toString(), ConfigFile.text(file), overrides);
    }

    /** The run of the quickstart, with values overridden as in {@link #read}. */
    public static Study quickstart(Map<String, String> overrides) throws IOException {
        String name = "quickstart.yaml";
        try (InputStream in = RunFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the app jar");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), overrides);
        }
    }

    /** As {@link #read}, from a text; {@code name} stands for the file in messages. */
    public static Study parse(String name, String text, Map<String, String> overrides) {
        return ConfigFile.bind(name, text, overrides, "run", (root, mistakes) -> new RunFile(mistakes).run(root));
    }

    private Study run(Section root) {
        String name = root.text("name", "pipeline");
        Path work = root.file("work").orElse(Path.of("runs", name));
        long seed = root.integer("seed", 2024, Long.MIN_VALUE, Long.MAX_VALUE);
        int threads = (int) root.integer("threads", Runtime.getRuntime().availableProcessors(), 1, 1024);
        DataSource dataset = DataSource.of(root, mistakes);
        List<Alone> methods = methods(root);
        Optional<Section> intentKeys = root.section("intents");
        EncoderOptions encoder = EncoderSection.read(intentKeys, mistakes);
        boolean withIntents = intentKeys
                .flatMap(section -> section.text("inferrer"))
                .filter(NO_INTENTS::equals)
                .isEmpty();
        IntentSections.Candidates candidates;
        IntentSections.Inferrer inferrer;
        if (withIntents) {
            requireOneThatTakesIntents(root, methods);
            candidates = IntentSections.candidates(
                    root,
                    firstThatTakesIntents(methods),
                    methods.stream().map(Alone::name).toList(),
                    0,
                    0);
            inferrer = IntentSections.inferrer(
                    intentKeys,
                    Stream.concat(Inferrers.names().stream(), Stream.of(NO_INTENTS))
                            .toList(),
                    encoder,
                    work.resolve("intents"),
                    targets(methods),
                    seed,
                    mistakes);
        } else {
            candidates = new IntentSections.Candidates("", 50, SessionItems.KEEP, 0);
            inferrer = new IntentSections.Inferrer(EmbeddingSimilarity.NAME, Map.of());
            intentKeys.ifPresent(Section::done);
            withoutMeaning(root, "candidates");
            root.section(METHODS)
                    .ifPresent(section -> section.sections().values().forEach(own -> withoutMeaning(own, "fused")));
        }
        Optional<Section> report = root.section("report");
        Path out = report.flatMap(section -> section.file("out")).orElse(work.resolve("report"));
        int examples = OptionSections.examples(report);
        report.ifPresent(Section::done);
        root.done();
        IntentsPlan intents = IntentSections.plan(
                generator(name, candidates.from(), methods), candidates, inferrer, encoder, Map.of());
        Optional<Arm> both =
                Optional.of(candidates.folds() == 0 ? BOTH : CROSS_FITTED).filter(arm -> withIntents);
        List<MethodPlan> plans =
                methods.stream().map(method -> method.plan(both, seed)).toList();
        DatasetPlan only = new DatasetPlan(name, dataset, plans, Map.of(), Optional.empty(), Study.ItemKnowledge.NONE);
        return new Study(name, work, seed, threads, 1, List.of(only), intents, Layout.RUN, out, examples);
    }

    /** The options of a method; {@code fused} is null for one that takes no intents. */
    private record Alone(MethodOptions base, @Nullable MethodOptions fused) {

        String name() {
            return base.method().name();
        }

        MethodPlan plan(Optional<Arm> both, long seed) {
            List<ArmPlan> arms = new ArrayList<>(List.of(new ArmPlan(Arm.BASE, List.of(base))));
            MethodOptions withIntents = fused;
            if (withIntents != null) {
                both.ifPresent(arm -> arms.add(new ArmPlan(arm, List.of(withIntents))));
            }
            List<Long> seeds = base.method().capabilities().counts() ? List.of() : List.of(seed);
            return new MethodPlan(base.method(), arms, seeds, Optional.empty());
        }
    }

    private static Map<String, MethodOptions> generator(String dataset, String from, List<Alone> methods) {
        return methods.stream()
                .filter(method -> method.name().equals(from))
                .findFirst()
                .map(method -> Map.of(dataset, method.base()))
                .orElse(Map.of());
    }

    private List<Alone> methods(Section root) {
        Optional<Section> training = root.section("training");
        Recipe recipe = Recipe.valueOf(training.map(section -> section.oneOf("recipe", RECIPES.get(0), RECIPES))
                .orElse(RECIPES.get(0))
                .toUpperCase(Locale.ROOT));
        List<Alone> plans = new ArrayList<>();
        if (root.has(FORMER_METHODS)) {
            root.value(FORMER_METHODS);
            root.mistake(FORMER_METHODS, "this section has another name now.", "Write '" + METHODS + ":' instead.");
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
                OptionSections.noSuchMethod(methods.get(), name, Methods.names());
                return;
            }
            plans.add(plan(method, recipe, training, section, plans));
            section.done();
        });
        if (plans.isEmpty() && methods.get().sections().isEmpty()) {
            root.mistake(
                    METHODS,
                    "there is none below it.",
                    "Add a line with one of: " + String.join(", ", Methods.names()) + ".");
        }
        return plans;
    }

    private Alone plan(Method method, Recipe recipe, Optional<Section> training, Section section, List<Alone> before) {
        if (!method.capabilities().intents()) {
            // What 'training' says is for methods that are trained in epochs.
            MethodOptions options = options(method, recipe, section.section("base").stream());
            if (section.has("fused")) {
                section.section("fused");
                section.mistake("fused", method.name() + " takes no intents.", "Delete it.");
            }
            return new Alone(options, null);
        }
        MethodOptions base = options(method, recipe, ofBoth(training, section.section("base")));
        Optional<Section> ofFused = section.section("fused");
        MethodOptions fused = options(method, recipe, ofBoth(training, ofFused));
        before.stream()
                .flatMap(plan -> Stream.ofNullable(plan.fused()))
                .findFirst()
                .ifPresent(first -> requireSameTargets(first, fused, ofFused.orElse(section)));
        return new Alone(base, fused);
    }

    private static Stream<Section> ofBoth(Optional<Section> common, Optional<Section> own) {
        return Stream.of(common, own).flatMap(Optional::stream);
    }

    private MethodOptions options(Method method, Recipe recipe, Stream<Section> sections) {
        return OptionSections.options(method.defaults(recipe), sections.toList(), mistakes);
    }

    /** Candidates and intents are made once, for the training rows of all fused models. */
    private static void requireSameTargets(MethodOptions first, MethodOptions other, Section section) {
        String ofFirst = first.training().targets().label();
        String ofOther = other.training().targets().label();
        if (!ofFirst.equals(ofOther)) {
            section.mistake(
                    TargetsOption.KEY,
                    "they are '" + ofOther + "' for the fused "
                            + other.method().name() + ", but '" + ofFirst + "' for the fused "
                            + first.method().name() + ".",
                    "Set one for all: a line '" + TargetsOption.KEY + ": " + ofFirst + "' below 'training:'.");
        }
    }

    private void requireOneThatTakesIntents(Section root, List<Alone> methods) {
        if (!methods.isEmpty() && methods.stream().allMatch(plan -> plan.fused() == null)) {
            mistakes.add(
                    root.where("intents"),
                    "intents: no method here takes any.",
                    "Write 'inferrer: none' below 'intents:', or add one that does: "
                            + String.join(", ", Methods.trainedInEpochs()) + ".");
        }
    }

    private static void withoutMeaning(Section section, String key) {
        if (section.has(key)) {
            section.section(key);
            section.mistake(
                    key,
                    "it has no meaning where intents.inferrer is 'none': base models alone are trained.",
                    "Delete it, or name an inferrer: " + String.join(", ", Inferrers.names()) + ".");
        }
    }

    private static String firstThatTakesIntents(List<Alone> methods) {
        return methods.stream()
                .filter(plan -> plan.fused() != null)
                .map(Alone::name)
                .findFirst()
                .orElse("");
    }

    private static Targets targets(List<Alone> methods) {
        return methods.stream()
                .flatMap(plan -> Stream.ofNullable(plan.fused()))
                .findFirst()
                .map(fused -> fused.training().targets())
                .orElse(Targets.AS_IMPORTED);
    }
}
