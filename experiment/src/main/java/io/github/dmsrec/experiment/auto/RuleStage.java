package io.github.dmsrec.experiment.auto;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.experiment.config.DataSource;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.experiment.tune.MethodSpace;
import io.github.dmsrec.experiment.tune.Search;
import io.github.dmsrec.experiment.tune.TuneOutcome;
import io.github.dmsrec.experiment.tune.TunePlan;
import io.github.dmsrec.experiment.tune.TuneRun;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Methods;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tunes the methods that count, and makes a model of the best options of each that has not learned from validation sessions. */
final class RuleStage {

    /** Rules may take so much of the whole time: they are the sure part, networks mostly the better one. */
    private static final double SHARE = 0.25;

    private RuleStage() {}

    static void run(AutoWork work) throws IOException {
        List<MethodSpace> rules = ShortList.rules(work.dataset());
        for (int rule = 0; rule < rules.size(); rule++) {
            MethodSpace space = rules.get(rule);
            double guess = ShortList.secondsOfTrial(space.method(), work.dataset());
            double left = work.budget().leftUntil(SHARE);
            boolean begun = ArtefactFolder.isThere(work.place(space.method()));
            if (rule > 0 && !begun && left <= guess) {
                work.skip(space.method() + ": no time was left to learn it.");
                continue;
            }
            work.say("tune " + space.method());
            double stopAt = work.budget().used() + left / (rules.size() - rule);
            if (rule == 0) {
                tune(work, space, stopAt);
            } else {
                tuneIfItWorks(work, space, stopAt);
            }
        }
    }

    /** What does not work is left out: the first rule is there in any case. */
    private static void tuneIfItWorks(AutoWork work, MethodSpace space, double stopAt) throws IOException {
        try {
            tune(work, space, stopAt);
        } catch (UserMistakeException e) {
            work.skip(space.method() + " does not work here: " + OptionSections.oneLine(e));
        }
    }

    private static void tune(AutoWork work, MethodSpace space, double stopAt) throws IOException {
        TuneOutcome.Best best = TuneRun.run(
                        tuning(work, space),
                        work.command(),
                        work.reporter(),
                        seconds -> work.budget().used() + seconds <= stopAt)
                .best(space.method());
        work.ready(model(work, options(space.method(), best.options()), work.place(space.method())));
        work.add(candidate(work, space, best));
    }

    private static TunePlan tuning(AutoWork work, MethodSpace space) {
        AutoPlan plan = work.plan();
        return new TunePlan(
                "auto " + space.method(),
                plan.work().resolve("tune").resolve(space.method()),
                plan.seed(),
                plan.threadsOfWorker(),
                plan.workers(),
                new DataSource.Ready(plan.dataset()),
                new Search.Random(),
                new TunePlan.Budget(ShortList.TRIALS, 1),
                Optional.empty(),
                new TunePlan.Measure("MRR@20", work.selectBy() == SelectBy.MASKED),
                List.of(space));
    }

    private static Candidate candidate(AutoWork work, MethodSpace space, TuneOutcome.Best best) {
        MethodOptions options = options(space.method(), best.options());
        Map<String, String> changed = Candidate.changed(options);
        changed.remove(BaselineOptions.LEARN_FROM.key());
        Map<String, Double> figures = work.selectBy() == SelectBy.MASKED ? best.masked() : best.ranked();
        return new Candidate(
                space.method(),
                space.method(),
                options.toMap(),
                work.place(space.method()).toString(),
                changed,
                figures.getOrDefault("HR@20", 0.0),
                figures.getOrDefault("MRR@20", 0.0),
                best.seconds(),
                best.trials() + " of " + ShortList.TRIALS + " trials");
    }

    /**
     * Adds trials and models to a graph, but for those that there is no time for.
     *
     * @return the models, with what the log says of each when it is made
     */
    static Map<String, Supplier<Candidate>> addTo(StepGraph graph, AutoWork work) throws IOException {
        Map<String, Supplier<Candidate>> models = new LinkedHashMap<>();
        double left = work.budget().leftUntil(SHARE);
        for (MethodSpace space : ShortList.rules(work.dataset())) {
            Path place = work.place(space.method());
            if (!models.isEmpty()
                    && !ArtefactFolder.isThere(place)
                    && left <= ShortList.secondsOfTrial(space.method(), work.dataset())) {
                continue;
            }
            TuneRun.Look look = TuneRun.addTo(graph, tuning(work, space), space, "tune/", left > 0, work.reporter());
            ArtefactStep model = ArtefactStep.later(
                    "learn " + space.method(),
                    ArtefactKind.MODEL,
                    place,
                    () -> model(work, options(space.method(), look.best().get().options()), place));
            graph.add(work.id(place), model, look.ids(), work.id(place));
            models.put(work.id(place), () -> candidate(work, space, look.best().get()));
        }
        return models;
    }

    private static MethodOptions options(String method, Map<String, String> all) {
        Map<String, String> values = new LinkedHashMap<>(all);
        values.remove(MethodKey.METHOD);
        return Methods.named(method).defaults(Recipe.CORRECTED).with(values);
    }

    /** The same rule, learned from all sessions before the test. */
    static ArtefactFolder learnedFromAll(AutoWork work, Candidate rule, Path out) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(rule.options());
        all.remove(BaselineOptions.LEARN_FROM.key());
        return work.ready(model(work, options(rule.method(), all), out));
    }

    private static ArtefactStep model(AutoWork work, MethodOptions options, Path out) {
        return ArtefactStep.model(
                out,
                options,
                work.data(),
                EncoderOptions.builtIn(),
                work.origin(options.method().name()));
    }
}
