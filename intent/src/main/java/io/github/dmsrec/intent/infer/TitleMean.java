package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.infer.IntentText.Title;
import java.util.Arrays;
import java.util.List;

/**
 * Infers nothing: explicit and latent intents are both the titles of all clicked items, or of all candidates. A fused
 * model averages the vectors of a row's intents, so each side is the mean title vector. These are the control arms that
 * intents of a language model are to be judged against. An item counts once; one with an empty title is skipped.
 */
public final class TitleMean implements IntentInferrer {

    private final TitleMeanOptions options;

    /** An inferrer of the given choices. */
    public TitleMean(TitleMeanOptions options) {
        this.options = options;
    }

    @Override
    public InferrerOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        // One object per item and one list per row, shared by both sides: a large data set has 10^5 rows of 50 titles
        // and more.
        IntentText[] titles = titles(setting.catalogue());
        return Inference.rowByRow(
                "take titles for " + options.name(),
                requests,
                progress,
                request -> infer(titles, setting.catalogue(), request));
    }

    private static IntentText[] titles(Catalogue catalogue) {
        IntentText[] titles = new IntentText[catalogue.size()];
        Arrays.setAll(titles, Title::new);
        return titles;
    }

    private InferredRow infer(IntentText[] titles, Catalogue catalogue, IntentRequest request) {
        int[] items =
                switch (options.source()) {
                    case CLICKED_ITEMS -> request.session();
                    case CANDIDATES -> request.candidates();
                };
        List<IntentText> intents = List.of(Arrays.stream(items)
                .filter(item -> !catalogue.title(item).isBlank())
                .distinct()
                .mapToObj(item -> titles[item])
                .toArray(IntentText[]::new));
        return intents.isEmpty()
                ? InferredRow.without(
                        RowStatus.NOTHING_TO_CHOOSE,
                        switch (options.source()) {
                            case CLICKED_ITEMS -> "no clicked item has a title";
                            case CANDIDATES -> "no candidate has a title";
                        })
                : InferredRow.chosen(intents, intents);
    }

    @Override
    public void close() {}
}
