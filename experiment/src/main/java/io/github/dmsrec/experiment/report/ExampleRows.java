package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.Candidates;
import io.github.dmsrec.core.recommend.Exposure;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.stage.Comparison;
import io.github.dmsrec.stage.OpenModel;
import io.github.dmsrec.stage.Provenance;
import io.github.dmsrec.stage.TargetsOption;
import io.github.dmsrec.stage.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a report shows of single rows and items.
 *
 * @param exposure how often the candidates of the first fused model hold the target, by split
 * @param sessions test rows in full
 * @param items targets and who finds them
 */
public record ExampleRows(
        List<Report.Exposure> exposure, List<Report.SessionExample> sessions, List<Report.ItemExample> items) {

    private static final int RECOMMENDED = 5;
    private static final int CANDIDATES = 10;
    private static final int INTENTS = 3;

    /**
     * Draws rows and targets. Of a line with several seeds, the model of the first recommends.
     *
     * @param dataset whose test rows are shown
     * @param lines what is compared
     * @param count how many of each; the exposure is there in any case
     * @param seed of the draw
     * @param threads for the models
     */
    public static ExampleRows of(SessionDataset dataset, List<Evaluated> lines, int count, long seed, int threads) {
        return new Maker(dataset, lines, threads).make(count, seed);
    }

    private static final class Maker {

        private final SessionDataset dataset;
        private final List<Evaluated> lines;
        private final Examples test;
        private final int threads;
        private final @Nullable ArtefactFolder fused;

        Maker(SessionDataset dataset, List<Evaluated> lines, int threads) {
            this.dataset = dataset;
            this.lines = lines;
            this.test = dataset.examples(Split.TEST);
            this.threads = threads;
            this.fused = lines.stream()
                    .filter(Evaluated::fused)
                    .flatMap(line -> line.models().stream())
                    .findFirst()
                    .orElse(null);
        }

        ExampleRows make(int count, long seed) {
            Optional<Candidates> candidates = Optional.ofNullable(fused).flatMap(this::candidatesOf);
            List<Report.Exposure> exposure = candidates.map(this::exposure).orElse(List.of());
            int[] order = new RandomStreams(seed).permutation(test.size(), "report-examples");
            int[] rows = Arrays.stream(order).limit(count).sorted().toArray();
            if (rows.length == 0) {
                return new ExampleRows(exposure, List.of(), List.of());
            }
            IntentRows intents =
                    fused == null ? null : Comparison.intents(fused, dataset).rows(Split.TEST);
            int[] targets = Arrays.stream(order)
                    .map(test::target)
                    .distinct()
                    .limit(count)
                    .toArray();
            return new ExampleRows(exposure, sessions(rows, candidates, intents), items(targets, intents));
        }

        /** The candidates that a fused model's intents were chosen from, if they are still where they were. */
        private Optional<Candidates> candidatesOf(ArtefactFolder model) {
            ArtefactFolder intents = ArtefactFolder.open(model.file(Training.INTENTS_FOLDER), ArtefactKind.INTENTS);
            return intents.manifest()
                    .input(Provenance.CANDIDATES)
                    .flatMap(input -> Optional.ofNullable(intents.find(input)).filter(found -> found.isOf(input)))
                    .map(found -> CandidateFolder.read(found.path(), TargetsOption.rowsOf(found, dataset)));
        }

        private List<Report.Exposure> exposure(Candidates candidates) {
            SessionDataset rows = TargetsOption.rowsOf(candidates.folder(), dataset);
            return Arrays.stream(Split.values())
                    .map(split -> {
                        Exposure measured = Exposure.of(rows.examples(split), candidates.lists(split));
                        return new Report.Exposure(split.label(), measured.rows(), measured.recall());
                    })
                    .toList();
        }

        private List<Report.SessionExample> sessions(
                int[] rows, Optional<Candidates> candidates, @Nullable IntentRows intents) {
            List<Map<String, List<String>>> recommendations = recommendations(rows);
            List<Report.SessionExample> examples = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                int row = rows[i];
                examples.add(new Report.SessionExample(
                        row,
                        titles(test.items(row)),
                        title(test.target(row)),
                        candidates
                                .map(found -> titles(
                                        Arrays.stream(found.lists(Split.TEST).items(row))
                                                .limit(CANDIDATES)
                                                .toArray()))
                                .orElse(List.of()),
                        intents == null
                                ? List.of()
                                : texts(intents.explicitCount(row), number -> intents.explicitText(row, number)),
                        intents == null
                                ? List.of()
                                : texts(intents.latentCount(row), number -> intents.latentText(row, number)),
                        recommendations.get(i)));
            }
            return examples;
        }

        private List<Map<String, List<String>>> recommendations(int[] rows) {
            List<Map<String, List<String>>> recommendations = new ArrayList<>();
            IntStream.range(0, rows.length).forEach(i -> recommendations.add(new LinkedHashMap<>()));
            Examples shown = test.rows(rows);
            int catalogue = dataset.catalogue().size();
            float[] scores = new float[rows.length * catalogue];
            for (Evaluated line : lines) {
                if (line.models().isEmpty()) {
                    continue;
                }
                try (OpenModel model = OpenModel.open(line.models().get(0).path(), threads)) {
                    Recommender recommender = model.onRows(dataset, Split.TEST, rows);
                    recommender.score(shown, 0, rows.length, scores);
                    for (int i = 0; i < rows.length; i++) {
                        recommendations
                                .get(i)
                                .put(line.name(), titles(recommender.best(scores, i * catalogue, RECOMMENDED)));
                    }
                }
            }
            return recommendations;
        }

        private List<Report.ItemExample> items(int[] targets, @Nullable IntentRows intents) {
            int[] clicks = clicks();
            List<Report.ItemExample> examples = new ArrayList<>();
            for (int target : targets) {
                int[] rows = IntStream.range(0, test.size())
                        .filter(row -> test.target(row) == target)
                        .toArray();
                Map<String, Double> hits = new LinkedHashMap<>();
                for (Evaluated line : lines) {
                    IntToDoubleFunction hit = line.byRow(true, "HR@20");
                    hits.put(
                            line.name(),
                            Arrays.stream(rows).mapToDouble(hit).average().orElse(0));
                }
                examples.add(new Report.ItemExample(
                        title(target),
                        clicks[target],
                        rows.length,
                        intents == null ? List.of() : mostFrequent(rows, intents),
                        hits));
            }
            return examples;
        }

        private int[] clicks() {
            int[] clicks = new int[dataset.catalogue().size()];
            Sessions training = dataset.sessions(Split.TRAIN);
            for (int session = 0; session < training.size(); session++) {
                for (int item : training.items(session)) {
                    clicks[item]++;
                }
            }
            return clicks;
        }

        private List<String> mostFrequent(int[] rows, IntentRows intents) {
            Map<String, Long> counts = Arrays.stream(rows)
                    .boxed()
                    .flatMap(row -> {
                        List<String> all = new ArrayList<>(
                                texts(intents.explicitCount(row), number -> intents.explicitText(row, number)));
                        all.addAll(texts(intents.latentCount(row), number -> intents.latentText(row, number)));
                        return all.stream();
                    })
                    .collect(Collectors.groupingBy(text -> text, LinkedHashMap::new, Collectors.counting()));
            return counts.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .limit(INTENTS)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private List<String> texts(int count, IntUnaryOperator indexOf) {
            return IntStream.range(0, count)
                    .map(indexOf)
                    .mapToObj(index -> index < dataset.catalogue().size()
                            ? title(index)
                            : "(a text that is not a title of the catalogue)")
                    .toList();
        }

        private List<String> titles(int[] items) {
            return Arrays.stream(items).mapToObj(this::title).toList();
        }

        private String title(int item) {
            return Inspection.title(dataset.catalogue(), item);
        }
    }
}
