package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Infers nothing: explicit and latent intents are both the titles of all clicked items, or of all candidates. A fused
 * model averages the vectors of a row's intents, so each side is the mean title vector. These are the control arms that
 * intents of a language model are to be judged against. An item counts once; one with an empty title is skipped.
 */
public final class TitleMean implements IntentInferrer {

    /** The name of the inferrer that takes the titles of the clicked items. */
    public static final String SESSION_MEAN = "session-mean";

    /** The name of the inferrer that takes the titles of the candidates. */
    public static final String CANDIDATE_MEAN = "candidate-mean";

    /** The entry of {@link #SESSION_MEAN} in the registry. */
    public static final InferrerKind OF_SESSION = kind(SESSION_MEAN, "clicked items", Source.CLICKED_ITEMS);

    /** The entry of {@link #CANDIDATE_MEAN} in the registry. */
    public static final InferrerKind OF_CANDIDATES = kind(CANDIDATE_MEAN, "candidates", Source.CANDIDATES);

    private final Source source;

    /** Whose titles are the intents. */
    public enum Source {
        CLICKED_ITEMS,
        CANDIDATES
    }

    /** An inferrer that takes the titles of the given items. */
    public TitleMean(Source source) {
        this.source = source;
    }

    private static InferrerKind kind(String name, String items, Source source) {
        return InferrerKind.computed(
                name,
                "the titles of all " + items + ", explicit and latent alike, without a language model: a control",
                List.of(),
                values -> new TitleMean(source));
    }

    @Override
    public InferrerOptions options() {
        return kind().read(Map.of());
    }

    private InferrerKind kind() {
        return switch (source) {
            case CLICKED_ITEMS -> OF_SESSION;
            case CANDIDATES -> OF_CANDIDATES;
        };
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        // One object per item and one list per row, shared by both sides: a large data set has 10^5 rows of 50 titles
        // and more.
        IntentText[] titles = titles(setting.catalogue());
        return Inference.rowByRow(
                "take titles for " + kind().name(),
                requests,
                progress,
                request -> infer(titles, setting.catalogue(), request));
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        Catalogue catalogue = setting.shared().catalogue();
        IntentText[] titles = titles(catalogue);
        return new SessionInferrer() {
            @Override
            public Outcome infer(IntentRequest request) {
                return new Outcome(TitleMean.this.infer(titles, catalogue, request));
            }

            @Override
            public void close() {}
        };
    }

    private static IntentText[] titles(Catalogue catalogue) {
        IntentText[] titles = new IntentText[catalogue.size()];
        Arrays.setAll(titles, Title::new);
        return titles;
    }

    private InferredRow infer(IntentText[] titles, Catalogue catalogue, IntentRequest request) {
        int[] items =
                switch (source) {
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
                        switch (source) {
                            case CLICKED_ITEMS -> "no clicked item has a title";
                            case CANDIDATES -> "no candidate has a title";
                        })
                : InferredRow.chosen(intents, intents);
    }

    @Override
    public void close() {}
}
