package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Trains in a process of its own, to be killed, and reports every step as a line. */
final class TrainingProcess {

    private TrainingProcess() {}

    /** What is trained. */
    enum Model {
        SR_GNN_BASE("sr-gnn", false, Recipe.CORRECTED),
        GCE_GNN_FUSED("gce-gnn", true, Recipe.CORRECTED),
        /** Draws negatives. */
        GRU4REC_PUBLISHED("gru4rec", false, Recipe.PUBLISHED),
        /** Moves the rows that a step gathers, of two parameters, and clips their gradients. */
        GRU4REC_SAMPLED(
                "gru4rec",
                false,
                Recipe.CORRECTED,
                "loss=sampled-softmax negatives=10 gradient-clip=0.5 ema=0.9 logits=cosine candidate-dropout=0.1"),
        /** Has no parameter but the item table. */
        CORE_AVE_SAMPLED("core-ave", false, Recipe.CORRECTED, "loss=sampled-softmax negatives=10 batch-size=30"),
        /** Its samples are sessions, its rate rises and falls, and its weights are averaged. */
        SASREC_EVERY_POSITION(
                "sasrec",
                false,
                Recipe.CORRECTED,
                "targets=every-position batch-size=4 epochs=3 schedule=plateau plateau-epochs=1 warm-up=1.5 ema=0.9");

        private final String backbone;
        private final boolean fused;
        private final Recipe recipe;
        private final String choices;

        Model(String backbone, boolean fused, Recipe recipe) {
            this(backbone, fused, recipe, "patience=10");
        }

        Model(String backbone, boolean fused, Recipe recipe, String choices) {
            this.backbone = backbone;
            this.fused = fused;
            this.recipe = recipe;
            this.choices = choices;
        }

        TrainingOptions options() {
            return TrainingOptions.defaults(backbone, recipe)
                    .with(Map.of("dimension", "16", "batch-size", "20", "epochs", "2", "patience", "10"))
                    .with(overrides());
        }

        private Map<String, String> overrides() {
            return Arrays.stream(choices.split(" ", -1))
                    .map(choice -> choice.split("=", -1))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        }

        void train(TrainingOptions options, Path out, Progress progress, Duration saveEvery) throws IOException {
            SessionDataset dataset = TinyDataset.create();
            Optional<IntentTable> intents = fused ? Optional.of(TinyIntents.of(dataset)) : Optional.empty();
            Origin origin = Origin.of("m", "test", 21, 2);
            Trainer.train(
                    new TrainingData(dataset, intents, Optional.empty()),
                    options,
                    Map.of(),
                    origin,
                    out,
                    progress,
                    saveEvery);
        }
    }

    /** Starts this class. */
    static Process start(Model model, Path out) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(String.join(File.separator, System.getProperty("java.home"), "bin", "java"));
        command.addAll(List.of(
                "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(TrainingProcess.class.getName(), model.name(), out.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Trains until the end, or until it is killed.
     *
     * @param arguments the model's name and its folder
     */
    public static void main(String[] arguments) throws IOException {
        Model model = Model.valueOf(arguments[0]);
        Progress lines = (name, unit, total) -> (units, note) -> {
            System.out.println(name + ": " + units + " " + unit + ", " + note);
            System.out.flush();
        };
        model.train(model.options(), Path.of(arguments[1]), lines, Duration.ZERO);
    }
}
