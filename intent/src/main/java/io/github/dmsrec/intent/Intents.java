package io.github.dmsrec.intent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.encode.EncodedTexts;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.inferrer.RowVectors;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Infers the intents of all examples of a data set. */
public final class Intents {

    private Intents() {}

    /**
     * Infers, encodes and writes. The catalogue's titles are encoded first; then all rows of all splits are one task for
     * the inferrer; then what it wrote beyond titles is encoded.
     *
     * @param candidates of every split, row by row of its examples
     * @param out the folder to write, of kind {@link ArtefactKind#INTENTS}
     * @param origin with the inputs {@code dataset} and {@code candidates}; the choices of the inferrer and of the encoder
     *     are added to its options
     * @throws UserMistakeException if the candidates do not belong to the data set, nothing has a title, or the inferrer
     *     fails
     */
    public static ArtefactFolder infer(
            SessionDataset dataset,
            Map<Split, CandidateLists> candidates,
            IntentInferrer inferrer,
            TextEncoder encoder,
            Path out,
            Origin origin,
            Progress progress)
            throws IOException {
        return infer(dataset, candidates, null, inferrer, encoder, out, origin, progress);
    }

    /**
     * As {@link #infer(SessionDataset, Map, IntentInferrer, TextEncoder, Path, Origin, Progress)}.
     *
     * @param vectors session vectors of the rows; null if there are none or the inferrer does not want them
     */
    public static ArtefactFolder infer(
            SessionDataset dataset,
            Map<Split, CandidateLists> candidates,
            @Nullable RowVectors vectors,
            IntentInferrer inferrer,
            TextEncoder encoder,
            Path out,
            Origin origin,
            Progress progress)
            throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.INTENTS);
        RowRequests requests = new RowRequests(dataset, candidates, vectors);
        Catalogue catalogue = dataset.catalogue();
        EncodedTexts encodedTitles = TitleVectors.encode(dataset, encoder, progress);
        Optional<WorkedExample> example = WorkedExample.from(dataset, requests.candidates(Split.TRAIN));
        InferenceSetting setting = new InferenceSetting(
                catalogue,
                encodedTitles.vectors(),
                example,
                Optional.of(dataset.examples(Split.TRAIN)),
                Optional.of(encoder.identity()));
        Inference inference = inferrer.infer(setting, requests, progress);

        TextTable texts = new TextTable(catalogue);
        for (InferredRow row : inference.rows()) {
            texts.add(row);
        }
        // Once more from the first title on: the titles come from the cache, and no table needs to be copied.
        EncodedTexts encoded = encoder.encode(texts.all(), progress);

        ObjectNode facts = facts(inference, encoder, encoded, texts);
        Origin complete = origin.withOption("inferrer", inferrer.options().name())
                .withOptions(IntentFolder.INFERRER_PREFIX, inferrer.options().toMap());
        return IntentFolder.write(
                out,
                encoder.recordIn(complete),
                new IntentFolder.Content(
                        requests,
                        inference.rows(),
                        texts,
                        encoded.vectors(),
                        example,
                        inferrer.options().templateText(),
                        Inferrers.find(inferrer.options().name())
                                .filter(InferrerKind::writesSentences)
                                .isPresent(),
                        inference.kept(),
                        facts));
    }

    /**
     * The rows of all splits in one list, in the order of the splits; each is made when it is asked for.
     *
     * @throws UserMistakeException if the candidates do not belong to the data set
     */
    public static List<IntentRequest> requests(SessionDataset dataset, Map<Split, CandidateLists> candidates) {
        return new RowRequests(dataset, candidates, null);
    }

    private static ObjectNode facts(Inference inference, TextEncoder encoder, EncodedTexts encoded, TextTable texts) {
        long explicitCount = 0;
        long latentCount = 0;
        Map<String, Integer> byStatus = new TreeMap<>();
        Map<String, Integer> failures = new TreeMap<>();
        int withBoth = 0;
        for (InferredRow row : inference.rows()) {
            explicitCount += row.explicitIntents().size();
            latentCount += row.latentIntents().size();
            byStatus.merge(row.status().label(), 1, Integer::sum);
            if (row.status() == RowStatus.FAILED) {
                failures.merge(row.reason(), 1, Integer::sum);
            }
            if (!row.explicitIntents().isEmpty() && !row.latentIntents().isEmpty()) {
                withBoth++;
            }
        }
        int rows = inference.rows().size();
        long picks = explicitCount + latentCount;
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("rows", rows);
        ObjectNode status = facts.putObject("rowsByStatus");
        byStatus.forEach(status::put);
        ObjectNode reasons = facts.putObject("failuresByReason");
        failures.forEach(reasons::put);
        facts.put("rowsWithBothKinds", withBoth);
        facts.put("picksPerRow", rows == 0 ? 0 : (double) picks / rows);
        facts.put("explicitShare", picks == 0 ? 0 : (double) explicitCount / picks);
        facts.put("texts", texts.size());
        facts.put("textsBeyondTitles", texts.others().size());
        facts.put("blankTexts", encoded.blank());
        facts.put("encoder", encoder.name());
        facts.put("dimension", encoder.dimension());
        facts.set("inferrer", inference.facts());
        return facts;
    }

    /** The rows of all splits in one list, made when asked for. */
    static final class RowRequests extends AbstractList<IntentRequest> {

        private final SessionDataset dataset;
        private final Map<Split, CandidateLists> candidates;
        private final @Nullable RowVectors vectors;

        RowRequests(SessionDataset dataset, Map<Split, CandidateLists> candidates, @Nullable RowVectors vectors) {
            this.vectors = vectors;
            this.dataset = dataset;
            this.candidates = Map.copyOf(candidates);
            for (Split split : Split.values()) {
                int rows = dataset.examples(split).size();
                CandidateLists lists = candidates.get(split);
                if (lists == null || lists.size() != rows) {
                    throw new UserMistakeException(
                            "Data set '" + dataset.name() + "' has " + rows + " " + split.label()
                                    + " rows, but there are "
                                    + (lists == null ? "no" : Integer.toString(lists.size()))
                                    + " lists of candidates for"
                                    + " them.",
                            "Make the candidates again: these are of another data set.");
                }
            }
        }

        SessionDataset dataset() {
            return dataset;
        }

        CandidateLists candidates(Split split) {
            CandidateLists lists = candidates.get(split);
            if (lists == null) {
                throw new IllegalStateException("no " + split.label() + " candidates");
            }
            return lists;
        }

        @Override
        public IntentRequest get(int index) {
            int row = Objects.checkIndex(index, size());
            for (Split split : Split.values()) {
                int rows = dataset.examples(split).size();
                if (row < rows) {
                    return new IntentRequest(
                            dataset.examples(split).items(row),
                            candidates(split).items(row),
                            Optional.of(new IntentRequest.Row(split, row)),
                            vectors == null ? null : vectors.of(split, row));
                }
                row -= rows;
            }
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            int size = 0;
            for (Split split : Split.values()) {
                size += dataset.examples(split).size();
            }
            return size;
        }
    }
}
