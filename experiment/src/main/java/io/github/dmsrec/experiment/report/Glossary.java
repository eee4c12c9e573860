package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.PairedBootstrap;
import io.github.dmsrec.core.evaluate.PeakMemory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the words of a report mean. */
final class Glossary {

    private Glossary() {}

    /** The words that a report uses. */
    static Map<String, String> of(Report report) {
        Map<String, String> terms = metrics();
        if (report.results().stream().anyMatch(result -> !result.breadth().isEmpty())) {
            addBreadth(terms);
        }
        if (!report.costs().isEmpty()) {
            addCosts(terms);
        }
        if (!report.differences().isEmpty()) {
            addTests(terms);
        }
        if (!report.breakdowns().isEmpty()) {
            addParts(terms);
        }
        if (!report.protocol().equals(Protocol.PUBLISHED)) {
            addSound(terms);
        }
        addIntents(terms);
        if (report.models().stream().anyMatch(model -> Protocol.isTest(model.selectedOn()))) {
            terms.put(Protocol.WORDS, Protocol.MEANING);
        }
        return terms;
    }

    /** The words that the report of a study uses. */
    static Map<String, String> of(StudyReport report) {
        Map<String, String> terms = metrics();
        addBreadth(terms);
        addCosts(terms);
        terms.put("train-s", "the seconds that training took, evaluation on validation rows not counted");
        addTests(terms);
        terms.put("Cohen's d", "the mean of the differences of single seeds over their standard deviation");
        addParts(terms);
        addSound(terms);
        addIntents(terms);
        terms.put(
                "zero", "the fused model with zero vectors in the place of intents: what its maps give by themselves");
        terms.put("shuffled", "the fused model with the intents of another session");
        terms.put(
                "candidate-mean, session-mean",
                "the fused model with the mean of the titles of all candidates, or of the clicked items, as intents");
        terms.put("lambda", "the weight of the alignment in the loss");
        terms.put("item-text", "the titles' vectors, projected, are added to the item vectors");
        terms.put("cross-fit", "training rows have candidates of models that have not seen their session");
        if (report.datasets().stream()
                .flatMap(on -> on.lines().stream())
                .anyMatch(line -> Protocol.isTest(line.selectedOn()))) {
            terms.put(Protocol.WORDS, Protocol.MEANING);
        }
        return terms;
    }

    private static Map<String, String> metrics() {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("HR@K", "the share of rows whose target is among the first K recommendations");
        terms.put("MRR@K", "the mean over rows of 1/rank of the target, 0 where it is not among the first K");
        terms.put("NDCG@K", "the mean over rows of 1/log2(rank + 1), 0 where the target is not among the first K");
        return terms;
    }

    private static void addBreadth(Map<String, String> terms) {
        terms.put("coverage@20", "the share of the catalogue that is among the first 20 recommendations of any row");
        terms.put(
                "popularity@20",
                "the mean popularity of the first 20 recommendations; an item's popularity is the share of the"
                        + " catalogue with fewer training clicks, items with as many counting half");
        terms.put(
                "target-popularity",
                "the mean popularity of the targets: a model above it prefers popular items more than visitors do");
    }

    private static void addCosts(Map<String, String> terms) {
        terms.put(
                "ms/1000",
                "milliseconds for the scores of 1,000 rows over the whole catalogue: the mean over all rows, and the"
                        + " median and the 90 % quantile over the chunks that are scored at once");
        terms.put(
                PeakMemory.NAME,
                "the most memory, in MiB, that the process held while the model was loaded and evaluated, with what it"
                        + " held before");
    }

    private static void addTests(Map<String, String> terms) {
        terms.put(
                "paired bootstrap over sessions",
                String.format(
                        Locale.ROOT,
                        "test sessions are drawn with replacement %,d times; the interval holds 95 %% of the"
                                + " differences that come out, and p is twice the share of those on the other side of 0;"
                                + " neither is given below %d sessions",
                        PairedBootstrap.RESAMPLES,
                        PairedBootstrap.LEAST_SESSIONS));
        terms.put(
                "Holm's correction",
                "makes p-values larger, so that the chance of even one false mark in a table is at most 5 %");
    }

    private static void addParts(Map<String, String> terms) {
        terms.put(
                "head, mid, tail",
                "the most clicked items with a third of the training clicks, the next third, and all others");
        terms.put(
                "new, seen before", "rows without and with a training or validation row of the same prefix and target");
    }

    private static void addSound(Map<String, String> terms) {
        terms.put(
                Protocol.SOUND,
                "the protocol that trains without the last training sessions, chooses one epoch for all metrics on"
                        + " them by MRR@20, and uses the test rows once");
    }

    private static void addIntents(Map<String, String> terms) {
        terms.put("ranked", "items of the session compete with all others, as in the published evaluations");
        terms.put("masked", "items of the session are taken out of the ranking first, for every model alike");
        terms.put("base", "the backbone alone");
        terms.put("fused", "the backbone with the session's explicit and latent intents");
        terms.put("explicit intent", "an inferred intent that the visitor has already clicked");
        terms.put("latent intent", "an inferred intent among the candidates that the visitor has not clicked");
    }
}
