package io.github.dmsrec.intent.answers.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.Intents;
import io.github.dmsrec.intent.encode.EncodedTexts;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Folders of intents of a data set that is small enough to count by hand. */
public final class SmallRecord {

    /** Every row has the clicks 0 and 1 and the target 2, of the candidates 0, 1, 2, 3. */
    private static final int[] CANDIDATES = {0, 1, 2, 3};

    public static final int TARGET = 2;

    private SmallRecord() {}

    /** The candidates of every row. */
    public static int[] candidates() {
        return CANDIDATES.clone();
    }

    /** A data set with so many rows in each split. */
    public static SessionDataset dataset(int rows) {
        List<Item> items = new ArrayList<>();
        for (String title : List.of("a red tent", "a blue tent", "a globe", "a novel", "a lamp")) {
            items.add(new Item("i" + items.size(), title, Map.of()));
        }
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            List<int[]> sessions = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                sessions.add(new int[] {0, 1, TARGET});
            }
            examples.put(split, Examples.lastClickOf(Sessions.of(sessions)));
        }
        return new SessionDataset("small", Fingerprint.ofText("small " + rows), new Catalogue(items), examples);
    }

    /** The same candidates for every row. */
    static Map<Split, CandidateLists> candidates(SessionDataset dataset) {
        Map<Split, CandidateLists> candidates = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            int rows = dataset.examples(split).size();
            int[] offsets = new int[rows + 1];
            int[] items = new int[rows * CANDIDATES.length];
            for (int row = 0; row < rows; row++) {
                offsets[row + 1] = offsets[row] + CANDIDATES.length;
                System.arraycopy(CANDIDATES, 0, items, offsets[row], CANDIDATES.length);
            }
            candidates.put(split, CandidateLists.of(offsets, items, new float[items.length]));
        }
        return candidates;
    }

    /** A row that picks by numbers. */
    public static InferredRow picks(int[] shown, int... numbers) {
        List<IntentText> explicitIntents = new ArrayList<>();
        List<IntentText> latentIntents = new ArrayList<>();
        for (int number : numbers) {
            int item = shown[number - 1];
            (item < 2 ? explicitIntents : latentIntents).add(new IntentText.Title(item));
        }
        return new InferredRow(RowStatus.ANSWERED, "", explicitIntents, latentIntents, shown, numbers, List.of());
    }

    /** A row without intents. */
    public static InferredRow failed(String reason) {
        return new InferredRow(RowStatus.FAILED, reason, List.of(), List.of(), new int[0], new int[0], List.of());
    }

    /** Writes a folder of rows that are made for the split and the number of each, and opens it. */
    public static IntentRecord write(SessionDataset dataset, Path out, BiFunction<Split, Integer, InferredRow> rows)
            throws IOException {
        return open(dataset, write(dataset, out, new Given(rows)));
    }

    /** Writes a folder. */
    public static ArtefactFolder write(SessionDataset dataset, Path out, IntentInferrer inferrer) throws IOException {
        Origin origin = new Origin(
                "intents",
                "a test",
                42,
                2,
                List.of(
                        new Manifest.Input("dataset", "folder-of-" + dataset.name(), dataset.fingerprint()),
                        new Manifest.Input("candidates", "folder-of-candidates", dataset.fingerprint())),
                Map.of());
        try (inferrer;
                TextEncoder encoder = new LengthEncoder()) {
            return Intents.infer(dataset, candidates(dataset), inferrer, encoder, out, origin, Progress.NONE);
        }
    }

    public static IntentRecord open(SessionDataset dataset, ArtefactFolder folder) {
        return IntentRecord.open(folder, dataset, Optional.of(candidates(dataset)));
    }

    /** Rows of a test. */
    private record Given(BiFunction<Split, Integer, InferredRow> rows) implements IntentInferrer {

        @Override
        public InferrerOptions options() {
            return Inferrers.options("embedding-similarity", Map.of());
        }

        @Override
        public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
            return new Inference(
                    requests.stream()
                            .map(request -> request.row().orElseThrow())
                            .map(row -> rows.apply(row.split(), row.number()))
                            .toList(),
                    JsonNodeFactory.instance.objectNode());
        }

        @Override
        public void close() {}
    }

    /** Two numbers for a text. */
    private static final class LengthEncoder implements TextEncoder {

        @Override
        public String identity() {
            return Fingerprint.ofText("length");
        }

        @Override
        public String name() {
            return "length";
        }

        @Override
        public Map<String, String> options() {
            return Map.of();
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public EncodedTexts encode(List<String> texts, Progress progress) {
            float[] values = new float[2 * texts.size()];
            for (int i = 0; i < texts.size(); i++) {
                values[2 * i] = texts.get(i).length();
                values[2 * i + 1] = texts.get(i).hashCode() % 97;
            }
            return new EncodedTexts(new IntentVectors(2, values), 0, texts.size(), 0);
        }

        @Override
        public void close() {}
    }

    /** An order of the candidates that depends on the row. */
    public static int[] rotated(int row) {
        int[] shown = new int[CANDIDATES.length];
        Arrays.setAll(shown, i -> CANDIDATES[(i + row) % CANDIDATES.length]);
        return shown;
    }
}
