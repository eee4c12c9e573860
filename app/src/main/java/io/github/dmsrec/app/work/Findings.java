package io.github.dmsrec.app.work;

import io.github.dmsrec.app.report.TestSelection;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.ArtefactKind;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Inferrers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Puts into words what a comparison shows, and no more than it shows. */
final class Findings {

    private static final String METRIC = "MRR@20";

    private Findings() {}

    /**
     * The sentences: each fused model against its base and against the better baseline, under both protocols.
     *
     * @param seed of the bootstrap
     */
    static List<String> of(Comparison comparison, long seed) {
        List<String> sentences = new ArrayList<>();
        Examples rows = comparison.dataset().examples(Split.TEST);
        for (boolean masked : new boolean[] {false, true}) {
            for (Comparison.Entry model : comparison.entries()) {
                if (model.model().isEmpty()) {
                    continue;
                }
                if (model.fused()) {
                    comparison.entries().stream()
                            .filter(base -> !base.fused() && base.backbone().equals(model.backbone()))
                            .findFirst()
                            .ifPresent(base -> sentences.add(sentence(model, base, masked, rows, seed)));
                }
                comparison.entries().stream()
                        .filter(baseline -> baseline.model().isEmpty())
                        .max(Comparator.comparingDouble(baseline -> metric(baseline, masked)))
                        .ifPresent(baseline -> sentences.add(sentence(model, baseline, masked, rows, seed)));
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
            sentences.add("Models " + TestSelection.WORDS + ": " + String.join(", ", selectedOnTest)
                    + ". The test rows chose the epoch and the validation sessions were trained on, as in the published"
                    + " code, so these figures are better than unseen rows would give; they are for comparison with"
                    + " published ones alone.");
        }
        if (!sentences.isEmpty()) {
            sentences.add(
                    "These are the results of one seed; another seed moves them, and a difference should be repeated"
                            + " over several seeds before it is relied on. A fused model also has more parameters than its base, so a"
                            + " gain alone does not prove that the intents made it.");
        }
        return sentences;
    }

    private static String inferrerOf(ArtefactFolder model) {
        return ArtefactFolder.open(model.file(Training.INTENTS_FOLDER), ArtefactKind.INTENTS)
                .manifest()
                .options()
                .getOrDefault("inferrer", "unknown");
    }

    private static String sentence(
            Comparison.Entry model, Comparison.Entry other, boolean masked, Examples rows, long seed) {
        PairedBootstrap difference =
                PairedBootstrap.compare(other.evaluation(), model.evaluation(), masked, rows, seed);
        String verdict;
        if (difference.low() > 0) {
            verdict = "beats";
        } else if (difference.high() < 0) {
            verdict = "loses to";
        } else {
            verdict = "does not differ clearly from";
        }
        return String.format(
                Locale.ROOT,
                "Session items %s: %s %s %s in %s, %.2f %% against %.2f %% (difference %+.2f points, 95 %% interval %+.2f to"
                        + " %+.2f, paired bootstrap over sessions).",
                masked ? "masked" : "ranked",
                labelled(model),
                verdict,
                labelled(other),
                METRIC,
                100 * metric(model, masked),
                100 * metric(other, masked),
                100 * difference.difference(),
                100 * difference.low(),
                100 * difference.high());
    }

    private static String labelled(Comparison.Entry entry) {
        return isSelectedOnTest(entry) ? entry.name() + " (" + TestSelection.WORDS + ")" : entry.name();
    }

    private static boolean isSelectedOnTest(Comparison.Entry entry) {
        return entry.selectedOn().equals(Split.TEST.label());
    }

    private static double metric(Comparison.Entry entry, boolean masked) {
        return (masked ? entry.evaluation().masked() : entry.evaluation().ranked()).get(METRIC);
    }
}
