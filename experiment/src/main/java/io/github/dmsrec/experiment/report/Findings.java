package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts into words what a comparison shows, and no more than it shows. */
final class Findings {

    private static final String METRIC = "MRR@20";

    private Findings() {}

    /**
     * The sentences: each fused model against its base and each model against the best baseline, under both protocols.
     *
     * @param differences of the comparison, on all rows
     */
    static List<String> of(Comparison comparison, List<Report.Difference> differences) {
        List<String> sentences = new ArrayList<>();
        Map<String, Comparison.Entry> entries =
                comparison.entries().stream().collect(Collectors.toMap(Comparison.Entry::name, Function.identity()));
        for (Report.Difference difference : differences) {
            if (difference.metric().equals(METRIC)) {
                sentences.add(sentence(difference, entries));
            }
        }
        comparison.entries().stream()
                .filter(Comparison.Entry::fused)
                .flatMap(entry -> entry.model().stream())
                .map(Findings::inferrerOf)
                .distinct()
                .forEach(inferrer -> sentences.add("The intents were " + Inferrers.how(inferrer) + "."));
        List<String> selectedOnTest = comparison.entries().stream()
                .filter(Findings::isSelectedOnTest)
                .map(Comparison.Entry::name)
                .toList();
        if (!selectedOnTest.isEmpty()) {
            sentences.add("Models " + Protocol.WORDS + ": " + String.join(", ", selectedOnTest)
                    + ". The test rows chose the epoch and the validation sessions were trained on, as in the published"
                    + " code, so these figures are better than unseen rows would give; they are for comparison with"
                    + " published ones alone.");
        }
        smallCatalogue(comparison.dataset().catalogue().size()).ifPresent(sentences::add);
        List<String> elsewhere = comparison.entries().stream()
                .filter(entry -> entry.elsewhere().isPresent())
                .map(Comparison.Entry::name)
                .toList();
        if (!elsewhere.isEmpty()) {
            sentences.add("Recommendations made elsewhere: " + String.join(", ", elsewhere)
                    + ". What they were made from and how their model was chosen is not known here; a target that is"
                    + " not in a row's list is a miss.");
        }
        if (!sentences.isEmpty()) {
            if (comparison.entries().stream().anyMatch(entry -> entry.model().isPresent() && !entry.isBaseline())) {
                sentences.add(
                        "These are the results of one seed; another seed moves them, and a difference should be repeated"
                                + " over several seeds before it is relied on.");
            }
            if (comparison.entries().stream()
                    .anyMatch(entry -> comparison.baseOf(entry).isPresent())) {
                sentences.add("A fused model has more parameters than its base, so a gain alone does not prove that the"
                        + " intents made it.");
            }
        }
        return sentences;
    }

    /** What to know of metrics whose cut-off is above the number of items. */
    static Optional<String> smallCatalogue(int items) {
        List<String> above = Metrics.CUT_OFFS.stream()
                .filter(cutOff -> cutOff > items)
                .map(cutOff -> "@" + cutOff)
                .toList();
        return above.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "The catalogue has " + items + " items, fewer than the cut-off of " + String.join(", ", above)
                                + ": these metrics see the whole ranking, and HR is 1 wherever the method scores the target.");
    }

    private static String inferrerOf(ArtefactFolder model) {
        return ArtefactFolder.open(model.file(Training.INTENTS_FOLDER), ArtefactKind.INTENTS)
                .manifest()
                .options()
                .getOrDefault("inferrer", "unknown");
    }

    private static String sentence(Report.Difference difference, Map<String, Comparison.Entry> entries) {
        Comparison.Entry model = entry(difference.model(), entries);
        Comparison.Entry reference = entry(difference.reference(), entries);
        boolean masked = difference.seenItems().equals(Report.MASKED);
        String verdict;
        if (difference.tested().isEmpty()) {
            verdict = "is not tested against";
        } else if (difference.significant()) {
            verdict = difference.difference() > 0 ? "beats" : "loses to";
        } else {
            verdict = "does not differ clearly from";
        }
        return String.format(
                Locale.ROOT,
                "Session items %s: %s %s %s in %s, %.2f %% against %.2f %% (difference %+.2f points%s, %s).",
                difference.seenItems(),
                labelled(model),
                verdict,
                labelled(reference),
                METRIC,
                100 * model.metrics(masked).get(METRIC),
                100 * reference.metrics(masked).get(METRIC),
                100 * difference.difference(),
                relative(difference),
                difference
                        .tested()
                        .map(tested -> String.format(
                                Locale.ROOT,
                                "95 %% interval %+.2f to %+.2f, p = %.4f after Holm's correction, paired bootstrap"
                                        + " over sessions",
                                100 * tested.low(),
                                100 * tested.high(),
                                tested.corrected()))
                        .orElse(difference.untested()));
    }

    private static String relative(Report.Difference difference) {
        return difference.relative() == null ? "" : " or " + Figures.relative(difference.relative());
    }

    private static Comparison.Entry entry(String name, Map<String, Comparison.Entry> entries) {
        return Optional.ofNullable(entries.get(name))
                .orElseThrow(() -> new IllegalStateException("nothing is named '" + name + "'"));
    }

    private static String labelled(Comparison.Entry entry) {
        return isSelectedOnTest(entry) ? entry.name() + " (" + Protocol.WORDS + ")" : entry.name();
    }

    private static boolean isSelectedOnTest(Comparison.Entry entry) {
        return entry.selectedOn().equals(Split.TEST.label());
    }
}
