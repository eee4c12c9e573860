package io.github.dmsrec.experiment.study;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.ConfigFile;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.option.ClosestMatch;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.config.EncoderSection;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.study.Study.ArmPlan;
import io.github.dmsrec.experiment.study.Study.Counting;
import io.github.dmsrec.experiment.study.Study.DatasetPlan;
import io.github.dmsrec.experiment.study.Study.Generator;
import io.github.dmsrec.experiment.study.Study.IntentsPlan;
import io.github.dmsrec.experiment.study.Study.MethodPlan;
import io.github.dmsrec.experiment.study.Study.Trained;
import io.github.dmsrec.experiment.tune.TunedMethods;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarity;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.Method;
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

    private static final List<String> SESSION_ITEMS = List.of("keep", "exclude");

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
        IntentsPlan intents = intents(datasets);
        Optional<Section> report = root.section("report");
        Path out = report.flatMap(section -> section.file("out")).orElse(work.resolve("report"));
        report.ifPresent(Section::done);
        root.done();
        return new Study(name, work, seeds.get(0), threads, workers, datasets, intents, out);
    }

    private List<Long> seeds(Section section, List<Long> otherwise) {
        List<Long> seeds = new ArrayList<>();
        for (String word : section.words("seeds")) {
            try {
                long seed = Long.parseLong(word);
                if (seeds.contains(seed)) {
                    section.mistake("seeds", word + " stands there twice.", "another seed was meant.");
                }
                seeds.add(seed);
            } catch (NumberFormatException e) {
                section.mistake("seeds", "'" + word + "' is no whole number.", "a list like [2024, 2025] was meant.");
            }
        }
        return seeds.isEmpty() ? otherwise : seeds;
    }

    private List<Arm> arms(Section section, List<Arm> otherwise) {
        Set<Arm> arms = new LinkedHashSet<>();
        for (String word : section.words("arms")) {
            try {
                if (!arms.add(Arm.of(word))) {
                    section.mistake("arms", "'" + word + "' stands there twice.", "another arm was meant.");
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
        sources.forEach((name, source) -> {
            Optional<TunedMethods> own = Optional.ofNullable(tuned.get(name));
            plans.add(new DatasetPlan(name, source, methods(own), elsewhere.getOrDefault(name, Map.of()), own));
        });
        return plans;
    }

    /** Names become folders. */
    private static void requirePlain(Section section, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            section.mistake(
                    name,
                    "this name cannot be that of a folder.",
                    "letters, digits, dots, dashes and underscores were meant.");
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
                        "one of these was meant: " + String.join(", ", datasets) + ".");
            }
            Path file = Path.of(own.required("file", "the recommendations"));
            own.done();
            found.computeIfAbsent(dataset, key -> new LinkedHashMap<>()).put(name, file);
        }));
        return found;
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

    private List<MethodPlan> methods(Optional<TunedMethods> tuned) {
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
                                "train it with 'dmsrec train' or 'dmsrec run' instead, and evaluate it beside others.");
            } else if (method != null && !method.capabilities().epochs()) {
                List<Section> given = section.section("options").stream().toList();
                Optional<TunedMethods.Tuned> best =
                        tuned.map(log -> log.methods().get(name));
                BaselineOptions defaults = BaselineOptions.defaults(name)
                        .with(refit ? Map.of() : Map.of(BaselineOptions.LEARN_FROM.key(), LEARN_FROM_TRAIN))
                        .with(best.map(TunedMethods.Tuned::options).orElse(Map.of()));
                plans.add(new Counting(
                        name,
                        OptionSections.options(name, defaults, BaselineOptions::with, given, mistakes),
                        best.map(TunedMethods.Tuned::words)));
                section.done();
            } else if (method != null) {
                plans.add(trained(name, section, tuned.map(log -> log.methods().get(name))));
                section.done();
            } else {
                methods.get()
                        .mistake(
                                name,
                                "no method has this name.",
                                ClosestMatch.to(name, known)
                                                .map(close -> "'" + close + "' was meant; ")
                                                .orElse("") + "known: " + String.join(", ", known) + ".");
            }
        });
        if (plans.isEmpty() && methods.get().sections().isEmpty()) {
            root.mistake("methods", "there is none below it.", "add one of: " + String.join(", ", known) + ".");
        }
        return plans;
    }

    private Trained trained(String name, Section section, Optional<TunedMethods.Tuned> best) {
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
                        "one of these was meant: "
                                + String.join(
                                        ", ", chosen.stream().map(Arm::name).toList()) + ".");
            }
            byArm.put(word, settings);
        }));
        return new Trained(
                name,
                chosen.stream()
                        .map(arm -> new ArmPlan(
                                arm, variants(name, arm, best, options, Optional.ofNullable(byArm.get(arm.name())))))
                        .toList(),
                own,
                best.map(TunedMethods.Tuned::words));
    }

    private List<TrainingOptions> variants(
            String backbone,
            Arm arm,
            Optional<TunedMethods.Tuned> best,
            Optional<Section> ofMethod,
            Optional<Section> ofArm) {
        TrainingOptions defaults = arm.isPublished()
                ? TrainingOptions.defaults(backbone, Recipe.PUBLISHED)
                : TrainingOptions.defaults(backbone, recipe)
                        .with(Map.of(REFIT, String.valueOf(refit)))
                        .with(best.map(TunedMethods.Tuned::options).orElse(Map.of()));
        // The published recipe is what it is; what the study sets for all is not part of it.
        List<Section> given = arm.isPublished()
                ? ofArm.stream().toList()
                : Stream.of(training, ofMethod, ofArm).flatMap(Optional::stream).toList();
        TrainingOptions options = OptionSections.options(backbone, defaults, TrainingOptions::with, given, mistakes)
                .with(arm.settings());
        if (arm.intents() != Arm.Intents.LAMBDA_TUNED) {
            return List.of(options);
        }
        List<TrainingOptions> variants = new ArrayList<>();
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
        Optional<Section> candidates = root.section("candidates");
        List<String> trained = datasets.stream()
                .flatMap(dataset -> dataset.methods().stream())
                .filter(Trained.class::isInstance)
                .map(MethodPlan::name)
                .distinct()
                .toList();
        String from = candidates
                .map(section -> section.oneOf("from", trained.isEmpty() ? "" : trained.get(0), trained))
                .orElse(trained.isEmpty() ? "" : trained.get(0));
        Map<String, Generator> generators = new LinkedHashMap<>();
        for (DatasetPlan dataset : datasets) {
            generator(dataset, from).ifPresent(generator -> generators.put(dataset.name(), generator));
        }
        int k = candidates
                .map(section -> (int) section.integer("k", 50, 1, 10_000))
                .orElse(50);
        SessionItems items = candidates
                .map(section -> section.oneOf("session-items", "keep", SESSION_ITEMS))
                .filter("exclude"::equals)
                .map(word -> SessionItems.EXCLUDE)
                .orElse(SessionItems.KEEP);
        int folds = candidates
                .map(section -> (int) section.integer("cross-fit", 5, 2, 100))
                .orElse(5);
        candidates.ifPresent(Section::done);
        Optional<Section> intents = root.section("intents");
        String inferrer = intents.map(section -> section.oneOf("inferrer", EmbeddingSimilarity.NAME, Inferrers.names()))
                .orElse(EmbeddingSimilarity.NAME);
        EncoderOptions encoder = EncoderSection.read(intents, mistakes);
        Map<String, String> options = intents.map(Section::rest).orElse(Map.of());
        intents.ifPresent(section -> {
            try {
                IntentMaker.of(inferrer, options, encoder, Path.of("intents"), Targets.AS_IMPORTED, 0);
            } catch (UserMistakeException e) {
                mistakes.add(section.where(), section.path("inferrer") + ": " + OptionSections.oneLine(e));
            }
        });
        return new IntentsPlan(generators, k, items, folds, inferrer, options, encoder);
    }

    /**
     * The generator is the method's base as the study has it, or would have it, without a refit: it must not have learned
     * the validation rows that it makes candidates for.
     */
    private Optional<Generator> generator(DatasetPlan dataset, String from) {
        return dataset.methods().stream()
                .filter(method -> method.name().equals(from))
                .filter(Trained.class::isInstance)
                .map(Trained.class::cast)
                .findFirst()
                .map(method -> new Generator(
                        from,
                        withoutRefit(method.arms().stream()
                                .filter(plan -> plan.arm().equals(Arm.BASE))
                                .map(plan -> plan.variants().get(0))
                                .findFirst()
                                .orElseGet(() -> variants(
                                                from,
                                                Arm.BASE,
                                                dataset.tuned().map(log -> log.methods()
                                                        .get(from)),
                                                root.section("methods")
                                                        .flatMap(methods -> methods.section(from))
                                                        .flatMap(section -> section.section("options")),
                                                Optional.empty())
                                        .get(0)))));
    }

    private static TrainingOptions withoutRefit(TrainingOptions options) {
        return options.with(Map.of(REFIT, "false"));
    }
}
