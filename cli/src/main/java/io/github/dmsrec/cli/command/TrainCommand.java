package io.github.dmsrec.cli.command;

import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.ContinuedTraining;
import io.github.dmsrec.stage.ContinuedTraining.NewItems;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.ItemTexts;
import io.github.dmsrec.stage.Method;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.StepData;
import io.github.dmsrec.stage.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = TrainCommand.NAME,
        description = {
            "Train a method. A neural one may be fused with intents: --intents.",
            "With --from, continue training a base model on a longer data set, as 'dataset append' makes it: what was"
                    + " learned stays,"
                    + " new items start from their titles.",
            "Stops early on validation MRR@20. An interrupted training resumes from OUT.training when the same command is"
                    + " given again."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec train --dataset runs/data --out runs/base",
            "  dmsrec train --dataset runs/data --method sasrec --preset small-catalogue --out runs/sasrec",
            "  dmsrec train --dataset runs/data --method sr-gnn --intents runs/intents --out runs/fused",
            "  dmsrec train --dataset runs/data-2 --from runs/base --epochs 5 --out runs/base-2",
            "  dmsrec train --dataset runs/data --method link --set teacher=runs/sasrec --out runs/link",
            "  dmsrec train --dataset runs/data --method vs-knn --set neighbours=500 --out runs/vs-knn"
        })
final class TrainCommand extends ComputingTask {

    /** What it is called. */
    static final String NAME = "train";

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path datasetPath = Path.of("");

    @Option(
            names = "--method",
            paramLabel = "NAME",
            completionCandidates = MethodNames.class,
            description =
                    "One of ${COMPLETION-CANDIDATES}. Without it, one that fits the data set: its size, its titles, and how often"
                            + " sessions click an item again"
                            + " (docs/choosing-a-method.md); with --from it is the model's own.")
    private Optional<String> methodName = Optional.empty();

    @Option(names = "--backbone", hidden = true, paramLabel = "NAME", description = "The former name of --method.")
    private Optional<String> formerName = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description =
                    "Go on from this base model. Its items must begin the data set's; its options hold unless they are"
                            + " given again. The optimiser and the learning rate schedule start afresh.")
    private Optional<Path> fromPath = Optional.empty();

    @Option(
            names = "--new-items",
            paramLabel = "text|mean",
            description =
                    "With --from: what vector an item starts with that the model does not know, and keeps as long as no"
                            + " training session clicks it: what its title predicts, by a regression of the learned"
                            + " vectors on the"
                            + " encoder's vectors of their titles, or the mean of the learned vectors (default: text, or mean"
                            + " where titles are missing).")
    private Optional<NewItems> newItems = Optional.empty();

    @Option(names = "--intents", paramLabel = "I", description = "The intents of the data set's rows.")
    private Optional<Path> intentsPath = Optional.empty();

    @Option(
            names = "--generator",
            paramLabel = "M",
            description =
                    "The model that made the candidates of the intents (default: the one that the manifests name).")
    private Optional<Path> generatorPath = Optional.empty();

    @Mixin
    private final EncoderFlags encoder = new EncoderFlags();

    @Mixin
    private final TrainingFlags flags = new TrainingFlags();

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "The model folder to write.")
    private Path out = Path.of("");

    TrainCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        formerName.ifPresent(name -> {
            throw new UserMistakeException(
                    "--backbone is now --method, for all methods alike. Give --method " + name + ".");
        });
        if (fromPath.isPresent()) {
            return continueFrom(fromPath.get());
        }
        newItems.ifPresent(rule -> {
            throw new UserMistakeException(
                    "--new-items " + Labels.of(rule) + " is given without --from.", "Add --from MODEL.");
        });
        if (methodName.isPresent()) {
            return train(flags.options(Methods.named(methodName.get())));
        }
        intentsPath.ifPresent(intents -> {
            throw new UserMistakeException("--intents is given without --method. Name a method that takes intents: "
                    + String.join(", ", Methods.trainedInEpochs()) + ".");
        });
        ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
        DefaultMethod chosen = DefaultMethod.of(DatasetFolder.read(datasetPath));
        MethodOptions options = flags.optionsOf(chosen);
        console.say(chosen.line(options));
        return train(options);
    }

    private Integer train(MethodOptions options) throws IOException {
        Method method = options.method();
        requireUsed(options);
        ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
        StepData data = StepData.at(datasetPath);
        ArtefactStep step;
        if (intentsPath.isPresent()) {
            ArtefactFolder intents = ArtefactFolder.open(intentsPath.get(), ArtefactKind.INTENTS);
            ArtefactFolder generator = Training.generator(intents, generatorPath);
            step = ArtefactStep.fused(
                    out, options.training(), data, intents.path(), generator.path(), origin(nameOf(out)));
        } else {
            step = ArtefactStep.model(out, options, data, encoder.value(), origin(nameOf(out)));
        }
        sayOptions(method, options.toMap());
        if (intentsPath.isEmpty()) {
            warnOfOrder(method, data.content());
        }
        return make(step);
    }

    /** Refuses flags that the training would not use. */
    private void requireUsed(MethodOptions options) {
        Method.Capabilities capabilities = options.method().capabilities();
        if (!capabilities.intents()) {
            Optional<String> given = intentsPath
                    .or(() -> generatorPath)
                    .map(Path::toString)
                    .or(() -> Optional.of("--encoder").filter(option -> encoder.given()));
            given.ifPresent(value -> {
                throw new UserMistakeException("'" + value + "' is given, but "
                        + options.method().name()
                        + " knows no intents or texts. Omit it, or choose a method that takes intents: "
                        + String.join(", ", Methods.trainedInEpochs()) + ".");
            });
            return;
        }
        if (generatorPath.isPresent() && intentsPath.isEmpty()) {
            throw new UserMistakeException("--generator is given without --intents.", "Add --intents.");
        }
        if (encoder.given() && intentsPath.isPresent()) {
            throw new UserMistakeException(
                    "--encoder is given with --intents, whose title vectors are taken.",
                    "Omit it, or infer the intents with that encoder.");
        }
        if (encoder.given() && options.training().itemText() == TrainingOptions.ItemText.NONE) {
            throw new UserMistakeException("--encoder is given, but no title is to be encoded.", "Add --item-text.");
        }
        if (intentsPath.isEmpty()) {
            ItemTexts.check(options.training(), encoder.value());
        }
    }

    private void warnOfOrder(Method method, SessionDataset dataset) {
        BaselineKind.Order order = method.capabilities().order();
        if (order != BaselineKind.Order.NONE && !dataset.sessions(Split.TRAIN).isLogged()) {
            console.warn("the data set has no times: sessions count as the more recent the later they stand in the file"
                    + (order == BaselineKind.Order.AGE ? ", and all as of one age." : "."));
        }
    }

    private Integer continueFrom(Path model) throws IOException {
        intentsPath.or(() -> generatorPath).ifPresent(given -> {
            throw new UserMistakeException(
                    "'" + given + "' is given with --from, which continues a base model.",
                    "Continue the base model first, make candidates and intents of the longer data set, then train with"
                            + " --intents.");
        });
        ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
        ArtefactFolder datasetFolder = ArtefactFolder.open(datasetPath, ArtefactKind.DATASET);
        SessionDataset dataset = DatasetFolder.read(datasetPath);
        ContinuedTraining training = ContinuedTraining.of(model, datasetFolder, dataset);
        methodName.filter(name -> !name.equals(training.backbone())).ifPresent(name -> {
            throw new UserMistakeException("--method is " + name + ", but '" + model + "' is a model of "
                    + training.backbone() + ". Omit --method.");
        });
        TrainingOptions options = flags.optionsAfter(training.options());
        sayOptions(Methods.named(training.backbone()), options.toMap());
        training.newsOfData().forEach(console::warn);
        ContinuedTraining.Start start = training.start(
                options,
                newItems,
                encoder.given() ? Optional.of(encoder.value()) : Optional.empty(),
                origin(nameOf(out)),
                console.progress());
        start.words().forEach(console::say);
        return make(ArtefactStep.of(
                "train " + nameOf(out),
                ArtefactKind.MODEL,
                out,
                start::origin,
                (origin, progress) -> training.run(options, start, out, progress)));
    }

    /** With {@code --verbose} all options in force, otherwise those that differ from the method's defaults. */
    private void sayOptions(Method method, Map<String, String> options) {
        Map<String, String> defaults = method.defaults(Recipe.CORRECTED).toMap();
        Map<String, String> shown = new LinkedHashMap<>(options);
        shown.remove(MethodKey.METHOD);
        int all = shown.size();
        if (!output.verbose) {
            shown.entrySet().removeIf(option -> option.getValue().equals(defaults.get(option.getKey())));
        }
        int rest = all - shown.size();
        if (output.verbose) {
            console.say(method.name() + ", options in force:");
        } else if (shown.isEmpty()) {
            console.say(String.format(
                    Locale.ROOT, "%s: all %d options at their defaults; --verbose lists them", method.name(), rest));
        } else {
            console.say(String.format(
                    Locale.ROOT,
                    "%s: %d option%s not at the default, %d at their defaults; --verbose lists them",
                    method.name(),
                    shown.size(),
                    shown.size() == 1 ? "" : "s",
                    rest));
        }
        shown.put("seed", String.valueOf(run.seed));
        shown.put("threads", String.valueOf(run.threads()));
        shown.forEach((key, value) -> console.say(String.format(Locale.ROOT, "  %-28s %s", key, value)));
    }
}
