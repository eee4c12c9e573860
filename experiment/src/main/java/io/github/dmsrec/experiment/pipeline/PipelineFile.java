package io.github.dmsrec.experiment.pipeline;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.Closest;
import io.github.dmsrec.experiment.config.ConfigFile;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.config.EncoderSection;
import io.github.dmsrec.experiment.config.Mistakes;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.config.Section;
import io.github.dmsrec.experiment.pipeline.Pipeline.BackbonePlan;
import io.github.dmsrec.experiment.pipeline.Pipeline.CandidatePlan;
import io.github.dmsrec.experiment.pipeline.Pipeline.IntentPlan;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.recipe.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.infer.EmbeddingSimilarityOptions;
import io.github.dmsrec.stage.IntentMaker;
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

    private static final List<String> SESSION_ITEMS = List.of("keep", "exclude");

    private final Mistakes mistakes;

    private PipelineFile(Mistakes mistakes) {
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
        List<BackbonePlan> backbones = backbones(root);
        Optional<Section> intentKeys = root.section("intents");
        EncoderOptions encoder = EncoderSection.read(intentKeys, mistakes);
        Optional<IntentPlan> intents = intentPlan(root, intentKeys, backbones, encoder, work, seed);
        Optional<Section> report = root.section("report");
        Path out = report.flatMap(section -> section.file("out")).orElse(work.resolve("report"));
        int examples = report.map(section -> (int) section.integer("examples", 6, 0, 1000))
                .orElse(6);
        report.ifPresent(Section::done);
        root.done();
        return new Pipeline(name, work, seed, threads, dataset, backbones, intents, encoder, out, examples);
    }

    private List<BackbonePlan> backbones(Section root) {
        Optional<Section> training = root.section("training");
        Recipe recipe = Recipe.valueOf(training.map(section -> section.oneOf("recipe", RECIPES.get(0), RECIPES))
                .orElse(RECIPES.get(0))
                .toUpperCase(Locale.ROOT));
        List<BackbonePlan> plans = new ArrayList<>();
        if (!root.has("backbones")) {
            root.required("backbones", "what to train: " + String.join(", ", Backbones.names()));
            return plans;
        }
        Optional<Section> backbones = root.section("backbones");
        if (backbones.isEmpty()) {
            return plans;
        }
        for (Map.Entry<String, Section> entry : backbones.get().sections().entrySet()) {
            String backbone = entry.getKey();
            Section section = entry.getValue();
            if (!Backbones.names().contains(backbone)) {
                backbones
                        .get()
                        .mistake(
                                backbone,
                                "no backbone has this name.",
                                Closest.to(backbone, Backbones.names())
                                                .map(word -> "'" + word + "' was meant")
                                                .orElse("one of the known ones was meant")
                                        + "; known: " + String.join(", ", Backbones.names()) + ".");
                continue;
            }
            TrainingOptions base =
                    options(TrainingOptions.defaults(backbone, recipe), training, section.section("base"));
            Optional<Section> ofFused = section.section("fused");
            TrainingOptions fused = options(TrainingOptions.defaults(backbone, recipe), training, ofFused);
            section.done();
            if (!plans.isEmpty()) {
                requireSameTargets(plans.get(0), fused, ofFused.orElse(section));
            }
            plans.add(new BackbonePlan(backbone, base, fused));
        }
        if (plans.isEmpty() && backbones.get().sections().isEmpty()) {
            root.mistake(
                    "backbones",
                    "there is none below it.",
                    "add a line with one of: " + String.join(", ", Backbones.names()) + ".");
        }
        return plans;
    }

    /** Candidates and intents are made once, for the training rows of all fused models. */
    private void requireSameTargets(BackbonePlan first, TrainingOptions other, Section section) {
        String ofFirst = first.fused().targets().label();
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
                defaults,
                TrainingOptions::with,
                Stream.of(common, own).flatMap(Optional::stream).toList(),
                mistakes);
    }

    private Optional<IntentPlan> intentPlan(
            Section root,
            Optional<Section> intents,
            List<BackbonePlan> backbones,
            EncoderOptions encoder,
            Path work,
            long seed) {
        if (intents.flatMap(section -> section.text("inferrer"))
                .filter(NO_INTENTS::equals)
                .isEmpty()) {
            return Optional.of(new IntentPlan(
                    candidates(root, backbones), intents(intents, encoder, work, targets(backbones), seed)));
        }
        intents.ifPresent(Section::done);
        withoutMeaning(root, "candidates");
        root.section("backbones")
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

    private CandidatePlan candidates(Section root, List<BackbonePlan> backbones) {
        List<String> names = backbones.stream().map(BackbonePlan::backbone).toList();
        String first = names.isEmpty() ? "" : names.get(0);
        Optional<Section> found = root.section("candidates");
        if (found.isEmpty()) {
            return new CandidatePlan(first, 50, false, 0);
        }
        Section section = found.get();
        String from = names.isEmpty() ? section.text("from", "") : section.oneOf("from", first, names);
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

    private static Targets targets(List<BackbonePlan> backbones) {
        return backbones.isEmpty()
                ? Targets.AS_IMPORTED
                : backbones.get(0).fused().targets();
    }

    private IntentMaker intents(
            Optional<Section> found, EncoderOptions encoder, Path work, Targets targets, long seed) {
        Path out = work.resolve(PipelineRun.INTENTS);
        IntentMaker usual = IntentMaker.of(EmbeddingSimilarityOptions.NAME, Map.of(), encoder, out, targets, seed);
        if (found.isEmpty()) {
            return usual;
        }
        Section section = found.get();
        String inferrer = section.oneOf(
                "inferrer",
                EmbeddingSimilarityOptions.NAME,
                Stream.concat(Inferrers.names().stream(), Stream.of(NO_INTENTS)).toList());
        try {
            return IntentMaker.of(inferrer, section.rest(), encoder, out, targets, seed);
        } catch (UserMistakeException e) {
            mistakes.add(section.where(), section.path("inferrer") + ": " + OptionSections.oneLine(e));
            return usual;
        }
    }
}
