package io.github.dmsrec.experiment.study;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.ConfigFile;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.config.EncoderSection;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.study.Study.ArmPlan;
import io.github.dmsrec.experiment.study.Study.DatasetPlan;
import io.github.dmsrec.experiment.study.Study.IntentsPlan;
import io.github.dmsrec.experiment.study.Study.ItemKnowledge;
import io.github.dmsrec.experiment.study.Study.MethodPlan;
import io.github.dmsrec.experiment.tune.TunedMethods;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.facets.ItemFacetsInferrer;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.student.StudentInferrer;
import io.github.dmsrec.stage.Method;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Methods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a study from YAML. All keys but {@code datasets} and {@code methods} may be left out. */
public final class StudyFile {

    private static final List<String> USUAL_ARMS = List.of("base", "zero", "both");
    private static final List<String> USUAL_WEIGHTS = List.of("0", "0.03", "0.1", "0.3", "1");
    /** The training option that {@code lambda-tuned} tries values of. */
    static final String WEIGHT = "alignment-weight";

    private static final String LEARN_FROM_TRAIN = Labels.of(BaselineOptions.LearnFrom.TRAIN);
    private static final String REFIT = TrainingOptions.REFIT.key();

    private static final String ITEM_FACETS = "item-facets";
    /** Options of inferrers that arms choose. */
    private static final Set<String> ARMS_OWN = Set.of("shuffled", "teacher", "network", "seed");

    private final Section root;
    private final ConfigErrors mistakes;
    private final Recipe recipe;
    private final Optional<Section> training;
    /** Whether all methods learn from the validation sessions, too, once epochs are chosen on them. */
    private final boolean refit;

    private final List<Long> seeds;
    private final List<Arm> arms;
    private final List<String> weights;

    private StudyFile(Section root, ConfigErrors mistakes) {
        this.root = root;
        this.mistakes = mistakes;
        this.training = root.section("training");
        this.recipe = training.map(
                        section -> section.oneOf("recipe", Labels.of(Recipe.CORRECTED), Labels.all(Recipe.class)))
                .flatMap(label -> Labels.parse(Recipe.class, label))
                .orElse(Recipe.CORRECTED);
        this.refit = training.map(section -> section.flag(REFIT, true)).orElse(true);
        this.seeds = seeds(root, List.of(2024L));
        this.arms = arms(root, USUAL_ARMS.stream().map(Arm::of).toList());
        List<String> given = root.words("alignment-weights");
        this.weights = given.isEmpty() ? USUAL_WEIGHTS : given;
    }

    /**
     * Reads a file.
     *
     * @param overrides values by dotted path that replace those of the file
     * @throws UserMistakeException with every mistake that is found
     */
    public static Study read(Path file, Map<String, String> overrides) throws IOException {
        return parse(file.toString(), ConfigFile.text(file), overrides);
    }

    /** As {@link #read}, from a text; {@code name} stands for the file in messages. */
    public static Study parse(String name, String text, Map<String, String> overrides) {
        return ConfigFile.bind(
                name, text, overrides, "study", (root, mistakes) -> new StudyFile(root, mistakes).study());
    }

    private Study study() {
        String name = root.text("name", "study");
        Path work = root.file("work").orElse(Path.of("runs", name));
        int threads = (int) root.integer("threads", 1, 1, 1024);
        int workers = (int) root.integer("workers", WorkerMemory.ofThisMachine().usual(threads), 1, 1024);
        List<DatasetPlan> datasets = datasets();
        datasets.forEach(this::requireKnown);
        IntentsPlan intents = intents(datasets);
        Optional<Section> report = root.section("report");
        Path out = report.flatMap(section -> section.file("out")).orElse(work.resolve("report"));
        int examples = OptionSections.examples(report);
        report.ifPresent(Section::done);
        root.done();
        return new Study(name, work, seeds.get(0), threads, workers, datasets, intents, Layout.STUDY, out, examples);
    }

    private List<Long> seeds(Section section, List<Long> otherwise) {
        List<Long> seeds = new ArrayList<>();
        for (String word : section.words("seeds")) {
            try {
                long seed = Long.parseLong(word);
                if (seeds.contains(seed)) {
                    section.mistake("seeds", word + " is given twice.", "Use each seed once.");
                }
                seeds.add(seed);
            } catch (NumberFormatException e) {
                section.mistake("seeds", "'" + word + "' is not an integer.", "Use a list like [2024, 2025].");
            }
        }
        return seeds.isEmpty() ? otherwise : seeds;
    }

    private List<Arm> arms(Section section, List<Arm> otherwise) {
        Set<Arm> arms = new LinkedHashSet<>();
        for (String word : section.words("arms")) {
            try {
                if (!arms.add(Arm.of(word))) {
                    section.mistake("arms", "'" + word + "' is given twice.", "Use each arm once.");
                }
            } catch (UserMistakeException e) {
                mistakes.add(section.where("arms"), section.path("arms") + ": " + OptionSections.oneLine(e));
            }
        }
        return arms.isEmpty() ? otherwise : List.copyOf(arms);
    }

    private List<DatasetPlan> datasets() {
        List<DatasetPlan> plans = new ArrayList<>();
        if (!root.has("datasets")) {
            root.required("datasets", "one section for each data set, with srgnn, demo or path");
        }
        Map<String, DataSource> sources = new LinkedHashMap<>();
        root.section("datasets").ifPresent(section -> section.sections().forEach((name, own) -> {
            requirePlain(section, name);
            sources.put(name, DataSource.in(own, mistakes));
        }));
        Map<String, Map<String, Path>> elsewhere = elsewhere(sources.keySet());
        Map<String, TunedMethods> tuned = tuned(sources.keySet());
        Map<String, ItemKnowledge> known = known(sources.keySet());
        sources.forEach((name, source) -> {
            Optional<TunedMethods> own = Optional.ofNullable(tuned.get(name));
            ItemKnowledge ofItems = known.getOrDefault(name, ItemKnowledge.NONE);
            plans.add(new DatasetPlan(
                    name, source, methods(own, ofItems), elsewhere.getOrDefault(name, Map.of()), own, ofItems));
        });
        return plans;
    }

    /** Names become folders. */
    private static void requirePlain(Section section, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            section.mistake(
                    name,
                    "this name cannot be that of a folder.",
                    "Use letters, digits, dots, dashes and underscores.");
        }
    }

    private Map<String, Map<String, Path>> elsewhere(Set<String> datasets) {
        Map<String, Map<String, Path>> found = new LinkedHashMap<>();
        root.section("elsewhere").ifPresent(section -> section.sections().forEach((name, own) -> {
            requirePlain(section, name);
            String dataset = own.required("dataset", "the data set whose rows are recommended for");
            if (!dataset.isEmpty() && !datasets.contains(dataset)) {
                own.mistake(
                        "dataset",
                        "the study has no data set '" + dataset + "'.",
                        "Use one of: " + String.join(", ", datasets) + ".");
            }
            Path file = Path.of(own.required("file", "the recommendations"));
            own.done();
            found.computeIfAbsent(dataset, key -> new LinkedHashMap<>()).put(name, file);
        }));
        return found;
    }

    /** What is known of items beside their titles, by data set. */
    private Map<String, ItemKnowledge> known(Set<String> datasets) {
        Map<String, ItemKnowledge> found = new LinkedHashMap<>();
        root.section(ITEM_FACETS).ifPresent(section -> {
            for (String dataset : datasets) {
                section.section(dataset).ifPresent(own -> {
                    Optional<Path> facets = own.file("facets");
                    List<String> columns = own.words("columns");
                    ItemKnowledge known = new ItemKnowledge(facets, columns, own.rest());
                    known.options().forEach((key, value) -> check(own, key, ItemFacetsInferrer.KIND, value));
                    found.put(dataset, known);
                });
            }
            section.done();
        });
        return found;
    }

    /** Options of inferrers that arms have beside that of the study. */
    private void check(Section section, String key, InferrerKind kind, String value) {
        if (ARMS_OWN.contains(key)) {
            section.mistake(key, "the arms set it themselves.", "Omit it.");
            return;
        }
        try {
            kind.options().parse(Map.of(key, value));
        } catch (UserMistakeException e) {
            mistakes.add(section.where(key), section.path(key) + ": " + OptionSections.oneLine(e));
        }
    }

    private void requireKnown(DatasetPlan dataset) {
        List<Arm> all = dataset.methods().stream()
                .flatMap(method -> method.arms().stream())
                .map(ArmPlan::arm)
                .toList();
        all.stream()
                .filter(arm -> arm.needsFacets() && dataset.known().facets().isEmpty())
                .findFirst()
                .ifPresent(arm -> root.mistake(
                        ITEM_FACETS,
                        "the arm '" + arm.name() + "' needs facets of the items of '" + dataset.name() + "'.",
                        "Add '" + dataset.name() + ": {facets: DIR}', a folder that 'dmsrec describe' made."));
        all.stream()
                .filter(arm -> arm.needsColumns() && dataset.known().columns().isEmpty())
                .findFirst()
                .ifPresent(arm -> root.mistake(
                        ITEM_FACETS,
                        "the arm '" + arm.name() + "' needs columns of the items of '" + dataset.name() + "'.",
                        "Add '" + dataset.name() + ": {columns: [genres]}' with the names of its columns."));
    }

    /** The logs of tuning, by data set. */
    private Map<String, TunedMethods> tuned(Set<String> datasets) {
        Map<String, TunedMethods> found = new LinkedHashMap<>();
        root.section("tuned").ifPresent(section -> {
            for (String dataset : datasets) {
                section.file(dataset).ifPresent(file -> {
                    try {
                        found.put(dataset, TunedMethods.read(file));
                    } catch (UserMistakeException e) {
                        mistakes.add(section.where(dataset), section.path(dataset) + ": " + OptionSections.oneLine(e));
                    } catch (IOException e) {
                        throw new UncheckedIOException("cannot read " + file, e);
                    }
                });
            }
            section.done();
        });
        return found;
    }

    private List<MethodPlan> methods(Optional<TunedMethods> tuned, ItemKnowledge ofItems) {
        List<MethodPlan> plans = new ArrayList<>();
        List<String> known = Methods.untaught();
        if (!root.has("methods")) {
            root.required("methods", "what is compared: " + String.join(", ", known));
            return plans;
        }
        Optional<Section> methods = root.section("methods");
        if (methods.isEmpty()) {
            return plans;
        }
        methods.get().sections().forEach((name, section) -> {
            Method method = Methods.find(name).orElse(null);
            if (method != null && method.capabilities().taught()) {
                methods.get()
                        .mistake(
                                name,
                                "it learns from a trained model, which a study trains itself for each seed and arm.",
                                "Train it with 'dmsrec train' or 'dmsrec run' instead, and evaluate it beside others.");
            } else if (method != null && method.capabilities().counts()) {
                plans.add(
                        counting(method, section, tuned.map(log -> log.methods().get(name))));
                section.done();
            } else if (method != null) {
                plans.add(
                        trained(method, section, tuned.map(log -> log.methods().get(name)), ofItems));
                section.done();
            } else {
                OptionSections.noSuchMethod(methods.get(), name, known);
            }
        });
        if (plans.isEmpty() && methods.get().sections().isEmpty()) {
            root.mistake("methods", "there is none below it.", "Add one of: " + String.join(", ", known) + ".");
        }
        return plans;
    }

    private MethodPlan counting(Method method, Section section, Optional<TunedMethods.Tuned> best) {
        MethodOptions defaults = method.defaults(recipe)
                .with(refit ? Map.of() : Map.of(BaselineOptions.LEARN_FROM.key(), LEARN_FROM_TRAIN))
                .with(best.map(TunedMethods.Tuned::options).orElse(Map.of()));
        MethodOptions options = OptionSections.options(
                defaults, section.section("options").stream().toList(), mistakes);
        return new MethodPlan(
                method,
                List.of(new ArmPlan(Arm.BASE, List.of(options))),
                List.of(),
                best.map(TunedMethods.Tuned::words));
    }

    private MethodPlan trained(Method method, Section section, Optional<TunedMethods.Tuned> best, ItemKnowledge known) {
        String name = method.name();
        List<Long> own = seeds(section, seeds);
        List<Arm> chosen = arms(section, arms);
        Optional<Section> options = section.section("options");
        Optional<Section> ofArms = section.section("arm-options");
        Map<String, Section> byArm = new LinkedHashMap<>();
        ofArms.ifPresent(found -> found.sections().forEach((word, settings) -> {
            if (chosen.stream().noneMatch(arm -> arm.name().equals(word))) {
                found.mistake(
                        word,
                        name + " has no such arm here.",
                        "Use one of: "
                                + String.join(
                                        ", ", chosen.stream().map(Arm::name).toList()) + ".");
            }
            byArm.put(word, settings);
        }));
        return new MethodPlan(
                method,
                chosen.stream()
                        .map(arm -> new ArmPlan(
                                arm,
                                variants(
                                        method, arm, best, options, Optional.ofNullable(byArm.get(arm.name())), known)))
                        .toList(),
                own,
                best.map(TunedMethods.Tuned::words));
    }

    private List<MethodOptions> variants(
            Method method,
            Arm arm,
            Optional<TunedMethods.Tuned> best,
            Optional<Section> ofMethod,
            Optional<Section> ofArm,
            ItemKnowledge known) {
        MethodOptions defaults = arm.isPublished()
                ? method.defaults(Recipe.PUBLISHED)
                : method.defaults(recipe)
                        .with(Map.of(REFIT, String.valueOf(refit)))
                        .with(best.map(TunedMethods.Tuned::options).orElse(Map.of()));
        // The published recipe is what it is; what the study sets for all is not part of it.
        List<Section> given = arm.isPublished()
                ? ofArm.stream().toList()
                : Stream.of(training, ofMethod, ofArm).flatMap(Optional::stream).toList();
        MethodOptions options =
                OptionSections.options(defaults, given, mistakes).with(arm.settings(known));
        if (arm.intents() != Arm.Intents.LAMBDA_TUNED) {
            return List.of(options);
        }
        List<MethodOptions> variants = new ArrayList<>();
        for (String weight : weights) {
            try {
                variants.add(options.with(Map.of(WEIGHT, weight)));
            } catch (UserMistakeException e) {
                mistakes.add(root.where("alignment-weights"), "alignment-weights: " + OptionSections.oneLine(e));
            }
        }
        return variants;
    }

    private IntentsPlan intents(List<DatasetPlan> datasets) {
        List<String> trained = datasets.stream()
                .flatMap(dataset -> dataset.methods().stream())
                .filter(method -> !method.counts())
                .map(MethodPlan::name)
                .distinct()
                .toList();
        IntentSections.Candidates candidates =
                IntentSections.candidates(root, trained.isEmpty() ? "" : trained.get(0), trained, 5, 2);
        Map<String, MethodOptions> generators = new LinkedHashMap<>();
        for (DatasetPlan dataset : datasets) {
            generator(dataset, candidates.from()).ifPresent(generator -> generators.put(dataset.name(), generator));
        }
        Optional<Section> intents = root.section("intents");
        EncoderOptions encoder = EncoderSection.read(intents, mistakes);
        IntentSections.Inferrer inferrer = IntentSections.inferrer(
                intents, Inferrers.names(), encoder, Path.of("intents"), Targets.AS_IMPORTED, 0, mistakes);
        Map<String, String> student = new LinkedHashMap<>();
        root.section(StudentInferrer.NAME).ifPresent(section -> section.rest().forEach((key, value) -> {
            check(section, key, StudentInferrer.KIND, value);
            student.put(key, value);
        }));
        return IntentSections.plan(generators, candidates, inferrer, encoder, student);
    }

    /**
     * The generator is the method's base as the study has it, or would have it, without a refit: it must not have learned
     * the validation rows that it makes candidates for.
     */
    private Optional<MethodOptions> generator(DatasetPlan dataset, String from) {
        return dataset.methods().stream()
                .filter(method -> method.name().equals(from) && !method.counts())
                .findFirst()
                .map(method -> method.arms().stream()
                        .filter(plan -> plan.arm().equals(Arm.BASE))
                        .map(plan -> plan.variants().get(0))
                        .findFirst()
                        .orElseGet(() -> variants(
                                        method.method(),
                                        Arm.BASE,
                                        dataset.tuned().map(log -> log.methods().get(from)),
                                        root.section("methods")
                                                .flatMap(methods -> methods.section(from))
                                                .flatMap(section -> section.section("options")),
                                        Optional.empty(),
                                        dataset.known())
                                .get(0)))
                .map(options -> options.with(Map.of(REFIT, "false")));
    }
}
