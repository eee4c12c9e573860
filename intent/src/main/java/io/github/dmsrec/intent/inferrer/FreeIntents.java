package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the sentences by which a language model names the intents as intents, too, beside the titles of its picks. A
 * sentence is of the kind of the picks that it comes with: explicit where a clicked candidate was picked, latent where a
 * new one was, both where both were. The answers are those of the inferrer behind: none is asked for again.
 */
public final class FreeIntents implements IntentInferrer {

    /** The key of the choice. */
    public static final String KEY = "free-intents";

    private final IntentInferrer inferrer;

    /**
     * @param inferrer whose answers hold sentences; closed with this one
     */
    public FreeIntents(IntentInferrer inferrer) {
        this.inferrer = inferrer;
    }

    @Override
    public InferrerOptions options() {
        return inferrer.options();
    }

    /**
     * As the inferrer behind.
     *
     * @throws UserMistakeException also if there are answers, but none has a sentence
     */
    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        Inference inference = inferrer.infer(setting, requests, progress);
        List<InferredRow> rows = inference.rows();
        // One session alone may well have none.
        if (requests.size() > 1
                && rows.stream().allMatch(row -> row.phrases().isEmpty())
                && rows.stream().anyMatch(row -> row.status() == RowStatus.ANSWERED)) {
            throw new UserMistakeException(
                    "'" + KEY + "' is on, but no answer of the inferrer '"
                            + options().name() + "' has a sentence.",
                    "Omit ' "
                            + KEY + "', or choose the answer format json-schema or json-object: plain text and the"
                            + " published style have numbers or titles only.");
        }
        // A view, because the rows behind may be one, too.
        return new Inference(
                new AbstractList<>() {
                    @Override
                    public InferredRow get(int index) {
                        return withSentences(rows.get(index));
                    }

                    @Override
                    public int size() {
                        return rows.size();
                    }
                },
                inference.facts(),
                inference.kept());
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        SessionInferrer sessions = inferrer.forSessions(setting);
        return new SessionInferrer() {
            @Override
            public Outcome infer(IntentRequest request) {
                Outcome outcome = sessions.infer(request);
                return new Outcome(withSentences(outcome.row()), outcome.note());
            }

            @Override
            public void close() {
                sessions.close();
            }
        };
    }

    private static InferredRow withSentences(InferredRow row) {
        return new InferredRow(
                row.status(),
                row.reason(),
                withSentences(row.explicitIntents(), row.phrases()),
                withSentences(row.latentIntents(), row.phrases()),
                row.shown(),
                row.numbers(),
                row.phrases(),
                row.repairs());
    }

    private static List<IntentText> withSentences(List<IntentText> picks, List<String> sentences) {
        if (picks.isEmpty()) {
            return picks;
        }
        List<IntentText> all = new ArrayList<>(picks);
        sentences.stream().distinct().map(Written::new).forEach(all::add);
        return List.copyOf(all);
    }

    @Override
    public void close() {
        inferrer.close();
    }
}
