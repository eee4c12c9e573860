package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.BlendMaker;
import io.github.dmsrec.stage.BlendOptions;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.ItemDescriptions;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.StepData;
import io.github.dmsrec.stage.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Trains, infers and evaluates. What it makes lies in its work folder until it is saved; a work folder that was not named is
 * deleted by {@link #close()}. For one thread: the tensor engine's seed and threads are the process's, so that two trainings
 * at once would disturb each other.
 */
public final class Dmsrec implements AutoCloseable {

    private final Settings settings;

    private Dmsrec(Settings settings) {
        this.settings = settings;
    }

    /**
     * Begins with the usual settings: all processors, the seed 2024, no progress, a temporary work folder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Chooses settings. For one thread. */
    public static final class Builder {

        private int threads = Runtime.getRuntime().availableProcessors();
        private long seed = Settings.USUAL_SEED;
        private long memoryBytes = Settings.USUAL_MEMORY;
        private Progress progress = Progress.none();
        private @Nullable Path work;

        private Builder() {}

        /**
         * The number of threads; last digits of trained weights depend on it.
         *
         * @param number at least 1
         * @return this builder
         * @throws InvalidInputException if it is less
         */
        public Builder threads(int number) {
            if (number < 1) {
                throw new InvalidInputException("threads is " + number + ", but must be at least 1.");
            }
            threads = number;
            return this;
        }

        /**
         * The seed of all random draws: the same seed, threads and data give the same bytes on a machine.
         *
         * @param number any
         * @return this builder
         */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /**
         * The limit of buffers for scores, in bytes.
         *
         * @param bytes at most so many
         * @return this builder
         */
        public Builder memory(long bytes) {
            memoryBytes = bytes;
            return this;
        }

        /**
         * What gets the progress of long work.
         *
         * @param listener may be called from several threads
         * @return this builder
         */
        public Builder progress(Progress listener) {
            progress = listener;
            return this;
        }

        /**
         * The folder for what is not saved yet. It is kept, and an interrupted training of the same program resumes.
         *
         * @param folder made where it is missing
         * @return this builder
         */
        public Builder work(Path folder) {
            work = folder;
            return this;
        }

        /**
         * Ready to work.
         *
         * @return to be closed
         * @throws UncheckedIOException if the work folder cannot be made
         */
        public Dmsrec build() {
            if (work != null) {
                try {
                    Files.createDirectories(work);
                } catch (IOException e) {
                    throw new UncheckedIOException("the work folder '" + work + "' cannot be made", e);
                }
            }
            return new Dmsrec(new Settings(threads, seed, memoryBytes, progress, new WorkFolder(work)));
        }
    }

    /**
     * Trains a method. A neural one stops at the epoch with the best validation figure.
     *
     * @param method with its options
     * @param dataset whose training sessions it learns from
     * @return the model, in the work folder until it is saved
     * @throws InvalidInputException if the data does not fit the method, or options of it have no effect or contradict each
     *     other
     */
    public Model train(Method method, Dataset dataset) {
        return ExceptionTranslation.call(() -> {
            Path out = settings.work().next(method.name());
            return made(ArtefactStep.model(
                    out, method.methodOptions(), data(dataset), EncoderOptions.builtIn(), settings.origin(out)));
        });
    }

    /**
     * Trains the method that fits the data set, and reports which that is and why. A network is trained again with the
     * validation sessions once they have chosen its epoch.
     *
     * @param dataset whose training sessions it learns from
     * @return the model, in the work folder until it is saved
     * @see Method#recommendedFor
     */
    public Model train(Dataset dataset) {
        DefaultMethod chosen = ExceptionTranslation.call(() -> DefaultMethod.of(dataset.content()));
        settings.progress()
                .result("method: " + chosen.options().method().name() + " (" + chosen.why() + ")"
                        + (chosen.trainsAgain()
                                ? ", trained again with the validation sessions; train(Method.recommendedFor(dataset)"
                                        + ".with(\"refit\", false), dataset) leaves that out"
                                : ""));
        return train(Method.recommendedFor(dataset), dataset);
    }

    /**
     * Trains a method with intents. The model carries the intents and the base model that made their candidates.
     *
     * @param method with its options
     * @param dataset whose training sessions it learns from
     * @param intents of the data set
     * @return the fused model, in the work folder until it is saved
     * @throws InvalidInputException if the method takes no intents, or they belong to another data set
     */
    public Model train(Method method, Dataset dataset, Intents intents) {
        return ExceptionTranslation.call(() -> {
            if (!method.takesIntents()) {
                throw new InvalidInputException("'" + method.name()
                        + "' takes no intents. Train it without, or choose a method that takes them: "
                        + String.join(", ", Methods.trainedInEpochs()) + ".");
            }
            Path out = settings.work().next(method.name() + "-intents");
            ArtefactFolder generator = Training.generator(intents.folder(), Optional.empty());
            return made(ArtefactStep.fused(
                    out,
                    method.methodOptions().training(),
                    data(dataset),
                    intents.folder().path(),
                    generator.path(),
                    settings.origin(out)));
        });
    }

    /**
     * Trains a network again on the training and the validation sessions, with its own options and seed and for as many
     * epochs as validation chose, so that it knows the latest sessions before the test. The given model stays.
     *
     * @param model a network without intents that was trained on the data set
     * @param dataset what it was trained on
     * @return the new model, in the work folder until it is saved
     * @throws InvalidInputException if the model is another or has learned the validation sessions already
     */
    public Model refit(Model model, Dataset dataset) {
        return ExceptionTranslation.call(() -> {
            Path out = settings.work().next("refit");
            Origin origin = settings.origin(out);
            return made(ArtefactStep.refit(out, model.folder(), data(dataset), origin.name(), origin.command()));
        });
    }

    /**
     * Makes one model of several: their scores are made comparable and added, with weights found on the validation sessions.
     * A non-neural baseline has its weight found by what it learns from the training sessions alone.
     *
     * @param dataset that all members were trained on
     * @param members at least two, of any methods, fused or not; blends are refused
     * @return the blend, which carries its members, in the work folder until it is saved
     * @throws InvalidInputException if a member was trained on another data set, is a blend, or has learned from the
     *     validation sessions, or there are none
     */
    public Model blend(Dataset dataset, List<Model> members) {
        return ExceptionTranslation.call(() -> {
            Path out = settings.work().next("blend");
            BlendMaker maker = new BlendMaker(
                    members.stream()
                            .map(member -> new BlendMaker.Member(member.folder(), null))
                            .toList(),
                    BlendOptions.OPTIONS.defaults(Recipe.CORRECTED),
                    settings.memoryBytes());
            return made(ArtefactStep.blend(out, maker, data(dataset), settings.origin(out)));
        });
    }

    /**
     * Asks a language model about every item of a data set once. Answers are kept where the inferrer's option {@code answers}
     * names, and never asked for twice.
     *
     * @param inferrer that asks, with its options and those of describing, such as {@code template}
     * @param dataset whose items they are
     * @return the facets, in the work folder until they are saved
     * @throws InvalidInputException for a wrong option, an inferrer that asks nobody, or if an endpoint cannot be used
     */
    public Facets describe(Inferrer inferrer, Dataset dataset) {
        return ExceptionTranslation.call(() -> {
            Path out = settings.work().next("facets");
            ItemDescriptions descriptions = ItemDescriptions.of(
                    inferrer.name(), inferrer.options(), dataset.content().catalogue(), out);
            if (descriptions.hint() != null) {
                settings.progress().result(descriptions.hint());
            }
            return new Facets(descriptions.make(
                    dataset.content(),
                    false,
                    descriptions.origin(settings.origin(out), dataset.folder()),
                    out,
                    settings.progress()));
        });
    }

    /**
     * Infers the intents of every row of a data set and encodes them.
     *
     * @param inferrer with its options
     * @param dataset whose rows they are
     * @param candidates of the data set
     * @return the intents, in the work folder until they are saved
     * @throws InvalidInputException for a wrong option of the inferrer, or if an endpoint cannot be used
     */
    public Intents infer(Inferrer inferrer, Dataset dataset, Candidates candidates) {
        return ExceptionTranslation.call(() -> {
            Path out = settings.work().next("intents");
            IntentMaker maker = inferrer.maker(out, settings.seed());
            return new Intents(ArtefactStep.intents(
                            out, maker, data(dataset), candidates.folder().path(), settings.origin(out))
                    .remade(settings.progress()));
        });
    }

    /**
     * Asks a language model about validation rows whose next click is among the candidates, and compares its picks with that
     * click, with chance and with the base model's first candidates, in each form of answers.
     *
     * @param inferrer one that asks; its answers are kept in its folder {@code answers}
     * @param dataset with validation rows
     * @param candidates of the data set
     * @param rows how many at most, at least 1
     * @return the report, line by line
     * @throws InvalidInputException for a wrong option, if an endpoint cannot be used, or if nothing can be probed
     */
    public List<String> probe(Inferrer inferrer, Dataset dataset, Candidates candidates, int rows) {
        return ExceptionTranslation.call(() -> {
            IntentMaker maker = inferrer.maker(settings.work().next("intents"), settings.seed());
            return maker.probe(dataset.content(), candidates.folder(), rows, settings.seed(), settings.progress())
                    .lines();
        });
    }

    /**
     * Writes the questions that have no answer yet as files of requests in OpenAI's batch form, which hosted batch endpoints
     * and {@code vllm run-batch} take. Asks nobody.
     *
     * @param inferrer {@code openai}, with the folder {@code answers} that answers will be kept in
     * @param dataset whose rows they are about
     * @param candidates of the data set
     * @param folder for the files, without such files
     * @return the files; empty if everything is answered
     * @throws InvalidInputException for a wrong option, or if the folder has requests already
     */
    public List<Path> exportBatch(Inferrer inferrer, Dataset dataset, Candidates candidates, Path folder) {
        return ExceptionTranslation.call(() -> inferrer.maker(settings.work().next("intents"), settings.seed())
                .exportBatch(dataset.content(), candidates.folder(), folder, settings.progress())
                .files());
    }

    /**
     * Keeps the answers that a batch endpoint gave to exported questions; {@link #infer} with the same inferrer uses them.
     *
     * @param inferrer as of the export
     * @param dataset as of the export
     * @param candidates as of the export
     * @param files that the endpoint wrote, in any order
     * @return what was kept, failed, repeated and missing, line by line
     * @throws InvalidInputException for a wrong option, if a file cannot be read, or if no line answers such a question
     */
    public List<String> importBatch(Inferrer inferrer, Dataset dataset, Candidates candidates, List<Path> files) {
        return ExceptionTranslation.call(() -> inferrer.maker(settings.work().next("intents"), settings.seed())
                .importBatch(dataset.content(), candidates.folder(), files, settings.progress())
                .report());
    }

    /**
     * Evaluates models and methods on the test rows of a data set, beside popularity and co-occurrence. Methods are trained
     * first.
     *
     * @param dataset with test rows
     * @param entries in the order of the table
     * @return the figures and what they are compared by
     * @throws InvalidInputException if a model was trained on another data set, or there are no test rows
     */
    public Evaluation evaluate(Dataset dataset, Evaluable... entries) {
        List<Model> models = new ArrayList<>();
        for (Evaluable entry : entries) {
            models.add(entry instanceof Method method ? train(method, dataset) : (Model) entry);
        }
        return ExceptionTranslation.call(() -> Evaluation.of(dataset, List.of(entries), models, settings));
    }

    /**
     * A model that was trained earlier, with these settings.
     *
     * @param path the folder
     * @return the model
     */
    public Model load(Path path) {
        return model(Model.load(path).folder());
    }

    /**
     * Serves a model over HTTP, on loopback.
     *
     * @param model the model
     * @param port from 0 to 65535; 0 for any free one
     * @return the running server, to be closed
     * @throws InvalidInputException if the module {@code dmsrec-server} is missing, or the model or the port cannot be used
     */
    public ModelServer serve(Model model, int port) {
        return serve(ServerOptions.of(model).port(port));
    }

    /**
     * Serves models over HTTP.
     *
     * @param options what to serve, and how
     * @return the running server, to be closed
     * @throws InvalidInputException if the module {@code dmsrec-server} is missing, or a model, a key or the port cannot be
     * used
     */
    public ModelServer serve(ServerOptions options) {
        return ServiceLoader.load(ServerProvider.class)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "No HTTP server is on the class path. Add the dependency io.github.dmsrec:dmsrec-server."))
                .start(options);
    }

    private static StepData data(Dataset dataset) {
        return StepData.of(dataset.folder(), dataset.content());
    }

    private Model made(ArtefactStep step) throws IOException {
        return model(step.remade(settings.progress()));
    }

    private Model model(ArtefactFolder folder) {
        return new Model(folder, settings);
    }

    /** Deletes the work folder, unless it was named. */
    @Override
    public void close() {
        settings.work().close();
    }
}
