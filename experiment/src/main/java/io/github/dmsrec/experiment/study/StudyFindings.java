package io.github.dmsrec.experiment.study;

import io.github.dmsrec.experiment.report.Protocol;
import io.github.dmsrec.experiment.report.Report;
import io.github.dmsrec.experiment.report.StudyReport;
import io.github.dmsrec.intent.Inferrers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts into words what a study shows, and no more than it shows. */
final class StudyFindings {

    private static final String METRIC = "MRR@20";

    private StudyFindings() {}

    /**
     * The sentences: who wins, whether the trained methods beat the ones that count, what intents do.
     *
     * @param inferrer what inferred the intents
     */
    static List<String> of(List<StudyReport.OnDataset> datasets, String inferrer) {
        List<String> sentences = new ArrayList<>();
        for (StudyReport.OnDataset dataset : datasets) {
            for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
                winner(dataset, seenItems).ifPresent(sentences::add);
            }
            for (String seenItems : List.of(Report.MASKED, Report.RANKED)) {
                intents(dataset, seenItems).ifPresent(sentences::add);
            }
            List<String> onTest = dataset.lines().stream()
                    .filter(line -> Protocol.isTest(line.selectedOn()))
                    .map(StudyReport.Line::name)
                    .toList();
            if (!onTest.isEmpty()) {
                sentences.add("On " + dataset.name() + ", " + Protocol.WORDS + ": " + String.join(", ", onTest)
                        + ". Their figures are better than unseen rows would give; they are for comparison with"
                        + " published ones alone.");
            }
            if (dataset.lines().stream().anyMatch(line -> line.seeds().size() == 1)) {
                sentences.add("On " + dataset.name() + ", lines of one seed: "
                        + String.join(
                                ", ",
                                dataset.lines().stream()
                                        .filter(line -> line.seeds().size() == 1)
                                        .map(StudyReport.Line::name)
                                        .toList())
                        + ". Another seed moves them; intervals and marks cover the draw of visitors, not that"
                        + " of seeds.");
            }
        }
        boolean fused = datasets.stream()
                .flatMap(dataset -> dataset.effects().stream())
                .anyMatch(effect -> effect.line().endsWith(" both"));
        if (fused) {
            sentences.add("The intents were " + Inferrers.how(inferrer) + ".");
        }
        return sentences;
    }

    private static Optional<String> winner(StudyReport.OnDataset dataset, String seenItems) {
        List<StudyReport.Line> sound = dataset.lines().stream()
                .filter(line -> !Protocol.isTest(line.selectedOn()))
                .toList();
        Optional<StudyReport.Line> best =
                sound.stream().max(Comparator.comparingDouble(line -> value(line, seenItems)));
        Optional<StudyReport.Line> counting = sound.stream()
                .filter(line -> line.kind().equals(StudyReport.COUNTING))
                .max(Comparator.comparingDouble(line -> value(line, seenItems)));
        return best.map(line -> {
            String sentence = String.format(
                    Locale.ROOT,
                    "On %s, session items %s, %s is best in %s with %.2f %%",
                    dataset.name(),
                    seenItems,
                    line.name(),
                    METRIC,
                    100 * value(line, seenItems));
            if (counting.isEmpty()) {
                return sentence + ".";
            }
            if (counting.get().equals(line)) {
                return sentence + ": counting clicks beats all that is trained here.";
            }
            return sentence
                    + dataset.effects().stream()
                            .filter(StudyReport.Effect::toBaseline)
                            .filter(effect -> effect.line().equals(line.name()) && matches(effect, seenItems))
                            .findFirst()
                            .map(effect -> String.format(
                                    Locale.ROOT,
                                    "; the best method that counts, %s, has %.2f %% (difference %s).",
                                    effect.control(),
                                    100 * value(counting.get(), seenItems),
                                    inWords(effect)))
                            .orElse(".");
        });
    }

    /** The methods whose intents add to the fusion's maps, and those whose do not. */
    private static Optional<String> intents(StudyReport.OnDataset dataset, String seenItems) {
        List<StudyReport.Effect> toZero = dataset.effects().stream()
                .filter(effect -> matches(effect, seenItems)
                        && effect.line().endsWith(" both")
                        && effect.control().endsWith(" zero"))
                .toList();
        if (toZero.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                        Locale.ROOT,
                        "On %s, session items %s, what intents add to the same model with zero vectors in their place,"
                                + " in %s: ",
                        dataset.name(),
                        seenItems,
                        METRIC)
                + String.join(
                        "; ",
                        toZero.stream()
                                .map(effect -> effect.line().replaceFirst(" both$", "") + " " + inWords(effect))
                                .toList())
                + ".");
    }

    private static boolean matches(StudyReport.Effect effect, String seenItems) {
        return effect.seenItems().equals(seenItems) && effect.metric().equals(METRIC);
    }

    private static String inWords(StudyReport.Effect effect) {
        return effect.tested()
                .map(tested -> String.format(
                        Locale.ROOT,
                        "%+.2f points, 95 %% interval %+.2f to %+.2f, %s",
                        100 * effect.difference(),
                        100 * tested.low(),
                        100 * tested.high(),
                        effect.significant()
                                ? String.format(Locale.ROOT, "significant with p = %.4f", tested.corrected())
                                : String.format(Locale.ROOT, "not significant with p = %.4f", tested.corrected())))
                .orElseGet(() ->
                        String.format(Locale.ROOT, "%+.2f points, %s", 100 * effect.difference(), effect.untested()));
    }

    private static double value(StudyReport.Line line, String seenItems) {
        return Optional.ofNullable(line.figures(seenItems).get(METRIC))
                .map(StudyReport.Spread::mean)
                .orElse(0.0);
    }
}
