package io.github.dmsrec.cli.command;

import io.github.dmsrec.Inferrer;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.stage.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a fused model's intents of new sessions come from. */
final class LiveIntentsFlags {

    @Option(names = "--no-intents", description = "Score a fused model as for a session without any intent.")
    private boolean withoutIntents;

    @Option(
            names = "--intents-from",
            paramLabel = "INFERRER",
            completionCandidates = InferrerNames.class,
            description = "What infers the intents of a session (default: what the model was trained with). One of"
                    + " ${COMPLETION-CANDIDATES}.")
    private Optional<String> inferrer = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option of the inferrer that differs from the model's training, e.g."
                    + " base-url=http://localhost:8000/v1; may be given several times.")
    private Map<String, String> options = new LinkedHashMap<>();

    /** Whether intents are inferred. */
    boolean wanted() {
        if (withoutIntents && (inferrer.isPresent() || !options.isEmpty())) {
            throw new UserMistakeException(
                    "--no-intents contradicts --intents-from and --set, which say how intents are inferred. Keep one of them.");
        }
        return !withoutIntents;
    }

    /**
     * What infers them; null for what the model was trained with.
     *
     * @param model the folder of the model
     */
    @Nullable Inferrer inferrer(Path model) {
        if (inferrer.isEmpty() && options.isEmpty()) {
            return null;
        }
        Path intents = model.resolve(Training.INTENTS_FOLDER);
        if (!Files.isDirectory(intents)) {
            throw new UserMistakeException(
                    "'" + model + "' takes no intents, so that --intents-from and --set mean nothing."
                            + " Omit them, or name a model that was trained with intents.");
        }
        Inferrer wanted = Inferrer.named(inferrer.orElseGet(() -> ArtefactFolder.open(intents, ArtefactKind.INTENTS)
                .manifest()
                .options()
                .getOrDefault("inferrer", "")));
        for (Map.Entry<String, String> option : options.entrySet()) {
            wanted = wanted.with(option.getKey(), option.getValue());
        }
        return wanted;
    }
}
