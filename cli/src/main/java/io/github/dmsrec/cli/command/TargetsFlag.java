package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Targets;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** Which rows candidates and intents are made for. */
final class TargetsFlag {

    @Option(
            names = "--targets",
            paramLabel = "WHICH",
            defaultValue = "as-imported",
            completionCandidates = Labels.class,
            description = "Which clicks of the training sessions are training rows: ${COMPLETION-CANDIDATES} (default:"
                    + " ${DEFAULT-VALUE}). Give what the fused model is trained with, its option 'targets'.")
    private String label = Targets.AS_IMPORTED.label();

    /**
     * The choice.
     *
     * @throws UserMistakeException if it is unknown
     */
    Targets value() {
        return Targets.ofLabel(label)
                .orElseThrow(() -> new UserMistakeException(
                        "--targets is '" + label + "'.", "Use one of: " + String.join(", ", Targets.labels()) + "."));
    }

    /** The labels, for help texts. */
    static final class Labels implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Targets.labels().iterator();
        }
    }
}
