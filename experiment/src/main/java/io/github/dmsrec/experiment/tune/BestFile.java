package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.artefact.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The best options of each method as a part of a YAML file, to be pasted. */
final class BestFile {

    static final String NAME = "best.yaml";

    private BestFile() {}

    static void write(Path file, TuneOutcome outcome) throws IOException {
        OutputFile.write(file, fresh -> Files.writeString(fresh, text(outcome)));
    }

    static String text(TuneOutcome outcome) {
        TunePlan plan = outcome.plan();
        StringBuilder text = new StringBuilder();
        text.append("# ").append(plan.name()).append(": the options with the best ");
        text.append(plan.measure().words()).append(".\n");
        text.append("# Data set '").append(outcome.dataset()).append("', fingerprint ");
        text.append(outcome.fingerprint()).append(".\n");
        text.append("# dmsrec ").append(Version.current()).append(", seed ").append(plan.seed());
        text.append("; ").append(TuneTable.budget(plan)).append(".\n");
        text.append("# No test row was looked at.\n");
        text.append("methods:\n");
        for (TuneOutcome.Method method : outcome.methods()) {
            text.append("  # ").append(comment(plan, method)).append('\n');
            Map<String, String> options =
                    method.space().declared(method.best().key().options());
            text.append("  ").append(method.space().method()).append(options.isEmpty() ? ": {}\n" : ":\n");
            options.forEach((key, value) ->
                    text.append("    ").append(key).append(": ").append(value).append('\n'));
        }
        return text.toString();
    }

    private static String comment(TunePlan plan, TuneOutcome.Method method) {
        String metric = plan.measure().metric();
        String best = String.format(
                Locale.ROOT, "%s %.2f %%", metric, 100 * method.best().value());
        if (method.trials() == 1) {
            return best + " with the defaults; nothing was tuned.";
        }
        return best
                + String.format(
                        Locale.ROOT,
                        " in trial %d; the defaults %.2f %%; %d trials.",
                        method.best().trial(),
                        100 * method.defaults().value(),
                        method.trials());
    }
}
