package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.asking.AnswerReader;
import io.github.dmsrec.intent.asking.Tally;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentRequest.Row;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.reply.AnswerException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Takes raw answers from where they are kept, and asks nobody: from a store of answers ({@code answers.sqlite}), or from
 * a file of answers made or exported elsewhere ({@link AnswerLines}). They are read and checked like those of a model that is asked.
 * Every row needs its answer, and every answer its row.
 */
public final class ReplayInferrer implements IntentInferrer {

    private static final int REPORT_EVERY = 1000;

    /** How numbers are read that stand for an answer which was not kept: as they are. */
    private static final PromptOptions BY_NUMBERS =
            PromptOptions.read(new OptionSet("an answer by numbers", PromptOptions.OPTIONS)
                    .parse(Map.of("max-picks", Integer.toString(Integer.MAX_VALUE))));

    private final ReplayOptions options;

    private record Readers(AnswerReader raw, AnswerReader numbers) {}

    /** @param options the choices */
    public ReplayInferrer(ReplayOptions options) {
        this.options = options;
    }

    @Override
    public ReplayOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        Catalogue catalogue = setting.catalogue();
        Readers readers =
                new Readers(new AnswerReader(catalogue, options.prompt()), new AnswerReader(catalogue, BY_NUMBERS));
        List<InferredRow> rows = new ArrayList<>(requests.size());
        Counts counts = new Counts();
        try (AnswerSource source = AnswerSource.open(options, setting, rowsOfSplits(requests));
                Progress.Stage stage = progress.stage("replay", "rows", requests.size())) {
            for (IntentRequest request : requests) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted while replaying answers");
                }
                rows.add(
                        AnswerReader.askable(catalogue, request)
                                ? row(request, source, readers, counts)
                                : AnswerReader.nothingToChoose());
                if (rows.size() % REPORT_EVERY == 0) {
                    stage.advance(REPORT_EVERY);
                }
            }
            stage.advance(rows.size() % REPORT_EVERY);
            counts.refuse(options, requests.size());
            if (!requests.isEmpty() && requests.get(0).row().isPresent()) {
                source.requireAllUsed();
            }
            ObjectNode facts = JsonNodeFactory.instance.objectNode();
            facts.put("askedNow", 0);
            facts.putObject("tokens").put("prompt", counts.promptTokens).put("completion", counts.completionTokens);
            facts.put("template", options.prompt().template().label());
            counts.dropped.describeDropped(options.prompt(), facts);
            source.describe(facts);
            return new Inference(rows, facts);
        }
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        return new SimilarityFallback(setting);
    }

    private static final class Counts {
        private final Map<String, Integer> failed = new TreeMap<>();
        private final Tally dropped = new Tally();
        private int missing;
        private String firstMissing = "";
        private long promptTokens;
        private long completionTokens;

        private void refuse(ReplayOptions options, int rows) {
            if (missing > 0) {
                throw new UserMistakeException(
                        "'" + options.from() + "' has no answer to " + missing + " of " + rows + " rows; the first is "
                                + firstMissing + ".",
                        "Finish the run that asked, and use its settings: the data set, the candidates, the prompt's"
                                + " options, and for a store the model, its sampling and 'identity' must be those of"
                                + " that run.");
            }
            int failures = failed.values().stream().mapToInt(Integer::intValue).sum();
            if (failures > options.maxFailedShare() * rows) {
                throw new UserMistakeException(
                        failures + " of " + rows + " rows have no usable answer in '" + options.from()
                                + "', more than the share " + options.maxFailedShare() + " that may fail: " + failed
                                + ".",
                        "Use the number of candidates and the style (template, titles) that the model answered with.");
            }
        }
    }

    private InferredRow row(IntentRequest request, AnswerSource source, Readers readers, Counts counts) {
        Optional<RecordedAnswer> answer = source.find(request);
        if (answer.isEmpty()) {
            counts.missing++;
            if (counts.missing == 1) {
                counts.firstMissing = request.row().map(Row::toString).orElse("a session beyond the data set");
            }
            return InferredRow.without(RowStatus.FAILED, "no answer");
        }
        RecordedAnswer kept = answer.get();
        if (!kept.asked()) {
            return InferredRow.without(RowStatus.NOT_ASKED, kept.failure().orElse(""));
        }
        counts.promptTokens += kept.usage().promptTokens();
        counts.completionTokens += kept.usage().completionTokens();
        String reason;
        if (kept.failure().isPresent()) {
            reason = kept.failure().get();
        } else {
            try {
                // The words of the question were for the model alone.
                InferredRow row = (kept.verbatim() ? readers.raw() : readers.numbers())
                        .read(request, new Prompt("", "", kept.shown()), kept.format(), kept.text(), kept.cutOff());
                requireNumbersKept(kept, row);
                counts.dropped.addDropped(row.repairs());
                return row;
            } catch (AnswerException e) {
                reason = e.reason();
            }
        }
        counts.failed.merge(reason, 1, Integer::sum);
        return InferredRow.without(RowStatus.FAILED, reason);
    }

    private void requireNumbersKept(RecordedAnswer kept, InferredRow row) {
        if (kept.numbers().length > 0 && !Arrays.equals(kept.numbers(), row.numbers())) {
            throw new UserMistakeException(
                    kept.place() + " has the numbers " + Arrays.toString(kept.numbers()) + ", but its answer reads "
                            + Arrays.toString(row.numbers()) + ".",
                    "Read the answer with the options that it was read with before (template, titles, max-picks), or"
                            + " restore the file if it was edited.");
        }
    }

    private static Map<Split, Integer> rowsOfSplits(List<IntentRequest> requests) {
        Map<Split, Integer> rows = new EnumMap<>(Split.class);
        for (IntentRequest request : requests) {
            request.row().ifPresent(row -> rows.merge(row.split(), row.number() + 1, Math::max));
        }
        return rows;
    }

    @Override
    public void close() {}
}
