package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.PeakMemory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The meaning of the terms that a report uses. */
final class Glossary {

    private Glossary() {}

    /** The terms, each with its meaning, without those that the report does not use. */
    static Map<String, String> of(Report report) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("HR@K", "the share of rows whose target is among the first K recommendations");
        terms.put("MRR@K", "the mean over rows of 1/rank of the target, 0 where it is not among the first K");
        terms.put("NDCG@K", "the mean over rows of 1/log2(rank + 1), 0 where the target is not among the first K");
        terms.put(
                "seen items masked",
                "the items of the session are taken out of the ranking first, for every method alike, as live"
                        + " recommendations do");
        terms.put(
                "seen items ranked",
                "the items of the session compete with all others, as in the published evaluations");
        terms.put(
                "non-neural baseline",
                "a method that is not a neural network: it counts clicks, or compares sessions or items");
        if (any(report, line -> line.masked().containsKey("coverage@20"))) {
            terms.put(
                    "coverage@20", "the share of the catalogue that is among the first 20 recommendations of any row");
            terms.put(
                    "popularity@20",
                    "the mean popularity of the first 20 recommendations; an item's popularity is the share of the"
                            + " catalogue with fewer training clicks, items with as many counting half");
            terms.put(
                    "target-popularity",
                    "the mean popularity of the targets: a method above it prefers popular items more than visitors do");
        }
        if (any(report, line -> line.costs().containsKey("ms/1000"))) {
            terms.put(
                    "ms/1000",
                    "milliseconds for the scores of 1,000 rows over the whole catalogue: the mean over all rows, and the"
                            + " median and the 90 % quantile over the chunks that are scored at once");
        }
        if (any(report, line -> line.costs().containsKey(PeakMemory.NAME))) {
            terms.put(
                    PeakMemory.NAME,
                    "the peak memory, in MiB, of the process while the model was loaded and evaluated, with what it held"
                            + " before");
        }
        if (any(report, line -> line.costs().containsKey(Figures.TRAINING_TIME))) {
            terms.put(
                    Figures.TRAINING_TIME, "the seconds that training took, evaluation on validation rows not counted");
        }
        if (report.datasets().stream().anyMatch(on -> !on.differences().isEmpty())) {
            terms.put(
                    "paired bootstrap over sessions",
                    String.format(
                            Locale.ROOT,
                            "test sessions are drawn with replacement %,d times; the interval holds 95 %% of the"
                                    + " differences that come out, and p is twice the share of those on the other side of"
                                    + " 0; neither is given below %d sessions",
                            PairedBootstrap.RESAMPLES,
                            PairedBootstrap.LEAST_SESSIONS));
            terms.put(
                    "Holm's correction",
                    "makes p-values larger, so that the chance of even one false mark in a table is at most 5 %");
        }
        if (any(report, line -> line.seeds().size() > 1)) {
            terms.put("Cohen's d", "the mean of the differences of single seeds over their standard deviation");
        }
        terms.put(
                "head, mid, tail",
                "the most clicked items with a third of the training clicks, the next third, and all others");
        terms.put(
                "new, seen before", "rows without and with a training or validation row of the same prefix and target");
        terms.put(
                Protocol.SOUND,
                "the protocol that trains without the last training sessions, chooses one epoch for all metrics on them"
                        + " by MRR@20, and uses the test rows once");
        if (any(report, line -> Protocol.isTest(line.selectedOn()))) {
            terms.put(Protocol.WORDS, Protocol.MEANING);
        }
        if (any(report, Report.Line::fused)) {
            terms.put("base", "the backbone alone");
            terms.put("fused", "the backbone with the session's explicit and latent intents");
            terms.put("explicit intent", "an inferred intent that the visitor has already clicked");
            terms.put("latent intent", "an inferred intent among the candidates that the visitor has not clicked");
        }
        arm(
                report,
                terms,
                "zero",
                "the fused model with zero vectors in the place of intents: what its maps alone give");
        arm(report, terms, "shuffled", "the fused model with the intents of another session");
        arm(report, terms, "candidate-mean", "the fused model with the mean of all candidates' titles as intents");
        arm(report, terms, "session-mean", "the fused model with the mean of the clicked items' titles as intents");
        arm(
                report,
                terms,
                "facets",
                "the fused model with what a language model said of the clicked items and the candidates as intents");
        arm(report, terms, "facets-shuffled", "the same, each item with the facets of another one");
        arm(report, terms, "columns", "the data's own columns of the items in the place of facets");
        arm(report, terms, "student", "the fused model with intents of a small network that learned those of 'both'");
        arm(
                report,
                terms,
                "facets-student",
                "the fused model with intents of a small network that learned those of 'facets'");
        arm(report, terms, "lambda", "the weight of the alignment in the loss");
        arm(report, terms, "item-text", "the titles' vectors, projected, are added to the item vectors");
        arm(report, terms, "item-text-columns", "the same with the data's own columns behind the titles");
        arm(report, terms, "item-text-facets", "the same with a language model's facets behind the titles");
        arm(report, terms, "cross-fit", "training rows have candidates of models that have not seen their session");
        return terms;
    }

    private static void arm(Report report, Map<String, String> terms, String word, String meaning) {
        if (any(report, line -> hasWord(line.arm(), word))) {
            terms.put(word, meaning);
        }
    }

    /** Whether an arm has a word, or one that begins with it and a dash. */
    private static boolean hasWord(String arm, String word) {
        return Arrays.stream(arm.split("\\+", -1)).anyMatch(one -> one.equals(word) || one.startsWith(word + "-"));
    }

    private static boolean any(Report report, Predicate<Report.Line> which) {
        return report.datasets().stream().flatMap(on -> on.lines().stream()).anyMatch(which);
    }
}
