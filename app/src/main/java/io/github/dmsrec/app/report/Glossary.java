package io.github.dmsrec.app.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the words of a report mean. */
final class Glossary {

    private Glossary() {}

    /** The words that a report uses. */
    static Map<String, String> of(Report report) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("HR@K", "the share of rows whose target is among the first K recommendations");
        terms.put("MRR@K", "the mean over rows of 1/rank of the target, 0 where it is not among the first K");
        terms.put("NDCG@K", "the mean over rows of 1/log2(rank + 1), 0 where the target is not among the first K");
        terms.put("ranked", "items of the session compete with all others, as in the published evaluations");
        terms.put("masked", "items of the session are taken out of the ranking first, for every model alike");
        terms.put("base", "the backbone alone");
        terms.put("fused", "the backbone with the session's explicit and latent intents");
        terms.put("explicit intent", "an inferred intent that the visitor has already clicked");
        terms.put("latent intent", "an inferred intent among the candidates that the visitor has not clicked");
        if (report.models().stream().anyMatch(model -> TestSelection.isTest(model.selectedOn()))) {
            terms.put(TestSelection.WORDS, TestSelection.MEANING);
        }
        return terms;
    }
}
