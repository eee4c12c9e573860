package io.github.dmsrec.experiment.step;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports each step: what is made, with which options, and what came of it. */
record StepReporter(Reporter reporter) implements StepListener {

    @Override
    public void isThere(Step step, String place) {
        reporter.say(line(step, place) + " is there already");
    }

    @Override
    public void begins(Step step, String place, String why) throws IOException {
        reporter.say(line(step, place) + (step.isThere() ? " is made again: " + why : ""));
        if (step instanceof ArtefactStep artefact) {
            sayOptions(artefact.origin().get().options());
        }
    }

    @Override
    public void ended(Step step) {
        if (step instanceof ArtefactStep artefact && ArtefactFolder.isThere(artefact.out())) {
            facts(ArtefactFolder.open(artefact.out(), artefact.kind())).forEach(fact -> reporter.say("      " + fact));
        }
    }

    @Override
    public void begin(int there, int toMake) {
        reporter.say(there + " steps are there already, " + toMake + " are to be made");
    }

    private static String line(Step step, String place) {
        return place + step.label() + ": " + step.out();
    }

    private static List<String> facts(ArtefactFolder made) {
        if (made.manifest().kind() == ArtefactKind.DATASET) {
            return DatasetStatistics.of(DatasetFolder.read(made.path())).lines();
        }
        List<String> summary = Summary.of(made);
        return summary.subList(0, summary.size() - 1);
    }

    /** Those of a model that are not the defaults of its method. */
    private void sayOptions(Map<String, String> options) {
        Methods.find(options.getOrDefault(MethodKey.METHOD, "")).ifPresent(method -> {
            Map<String, String> defaults = method.defaults(Recipe.CORRECTED).toMap();
            String changed = options.entrySet().stream()
                    .filter(option -> defaults.containsKey(option.getKey())
                            && !option.getValue().equals(defaults.get(option.getKey())))
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .collect(Collectors.joining(" "));
            reporter.say("      "
                    + (changed.isEmpty()
                            ? "all options at their defaults"
                            : changed + ", all others at their defaults"));
        });
    }
}
