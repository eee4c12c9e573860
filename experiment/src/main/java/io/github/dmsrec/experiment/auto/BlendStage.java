package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.blend.Blend;
import io.github.dmsrec.core.blend.BlendForm;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.BlendMaker;
import io.github.dmsrec.stage.BlendOptions;
import io.github.dmsrec.stage.OpenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Blends the best candidates. None of them has learned from the validation sessions, on which the weights are found. */
final class BlendStage {

    /** More members cost more to serve and add little. */
    private static final int MOST_MEMBERS = 4;

    /** With less than that for all of it, the search looks at fewer rows. */
    private static final Duration LITTLE = Duration.ofMinutes(10);

    private static final int ROWS_OF_LITTLE = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AutoWork work;
    private final Path place;

    BlendStage(AutoWork work) {
        this.work = work;
        this.place = work.place(Blend.NAME);
    }

    void run() throws IOException {
        List<Candidate> best = members();
        if (best.size() < 2) {
            work.skip("blend: there is nothing to blend.");
            return;
        }
        ArtefactStep step = step(best);
        long start = System.nanoTime();
        if (step.whyStale().isPresent()) {
            if (work.budget().left() == 0) {
                work.skip("blend: no time was left for it.");
                return;
            }
            work.say("blend "
                    + String.join(", ", best.stream().map(Candidate::name).toList()));
            work.ready(step);
        }
        work.add(candidate(ArtefactFolder.open(place, ArtefactKind.MODEL), start));
    }

    private ArtefactStep step(List<Candidate> best) {
        BlendMaker maker = new BlendMaker(
                best.stream()
                        .map(candidate -> new BlendMaker.Member(
                                ArtefactFolder.open(Path.of(candidate.folder()), ArtefactKind.MODEL), null))
                        .toList(),
                BlendOptions.OPTIONS.defaults(Recipe.CORRECTED).with(search()),
                work.plan().memoryBytes());
        return ArtefactStep.blend(place, maker, work.data(), work.origin(Blend.NAME));
    }

    /**
     * Adds the blend to a graph, unless there is no time for it.
     *
     * @param models that may be members, with what is known of each when it is made
     */
    void addTo(StepGraph graph, Map<String, Supplier<Candidate>> models) {
        if (models.size() < 2 || (work.budget().left() == 0 && !ArtefactFolder.isThere(place))) {
            return;
        }
        ArtefactStep blend = ArtefactStep.later("blend", ArtefactKind.MODEL, place, () -> {
            work.candidates().clear();
            models.values().forEach(candidate -> work.candidates().add(candidate.get()));
            return step(members());
        });
        graph.add(work.id(place), blend, models.keySet(), Blend.NAME);
    }

    private List<Candidate> members() {
        return work.bestFirst().stream()
                .filter(candidate -> !candidate.method().equals(Blend.NAME))
                .limit(MOST_MEMBERS)
                .toList();
    }

    private Map<String, String> search() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(BlendOptions.SELECT_BY.key(), Labels.of(work.selectBy()));
        if (work.plan().budget().compareTo(LITTLE) < 0) {
            options.put(BlendOptions.SEARCH_ROWS.key(), String.valueOf(ROWS_OF_LITTLE));
        }
        return options;
    }

    /** The figures of all validation rows, which are kept: a run that goes on does not score them again. */
    private Candidate candidate(ArtefactFolder blend, long start) throws IOException {
        Path file = work.plan().work().resolve("blend-figures.json");
        String fingerprint = blend.manifest().fingerprint();
        JsonNode figures = Files.exists(file) ? JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
        if (!figures.path("fingerprint").asText().equals(fingerprint)) {
            ObjectNode measured = JSON.createObjectNode().put("fingerprint", fingerprint);
            try (OpenModel open = OpenModel.open(blend.path(), work.plan().threads())) {
                Evaluation evaluation = Evaluator.evaluate(
                        open.onRows(work.dataset(), Split.VALIDATION),
                        work.dataset().examples(Split.VALIDATION),
                        work.plan().memoryBytes(),
                        work.reporter().progress());
                Metrics metrics = work.selectBy() == SelectBy.MASKED ? evaluation.masked() : evaluation.ranked();
                measured.put("hr20", metrics.get("HR@20"));
                measured.put("mrr20", metrics.get("MRR@20"));
            }
            measured.put("seconds", (System.nanoTime() - start) / 1e9);
            OutputFile.write(file, fresh -> Files.writeString(fresh, JSON.writeValueAsString(measured)));
            figures = measured;
        }
        Map<String, String> weights = new LinkedHashMap<>();
        for (JsonNode member : description(blend).path("members")) {
            weights.put(
                    member.path("name").asText(),
                    String.format(Locale.ROOT, "%.3f", member.path("weight").asDouble()));
        }
        return new Candidate(
                Blend.NAME,
                Blend.NAME,
                Map.of(),
                place.toString(),
                weights,
                figures.path("hr20").asDouble(),
                figures.path("mrr20").asDouble(),
                figures.path("seconds").asDouble(),
                description(blend).path("form").asText());
    }

    private static JsonNode description(ArtefactFolder blend) {
        return blend.manifest().facts().path(BlendMaker.FACT);
    }

    /** The members that count, in the order of the blend. */
    List<Candidate> counting() {
        List<Candidate> members = members();
        List<Candidate> counting = new ArrayList<>();
        JsonNode described =
                description(ArtefactFolder.open(place, ArtefactKind.MODEL)).path("members");
        for (int member = 0; member < members.size(); member++) {
            if (described.get(member).path("weight").asDouble() > 0) {
                counting.add(members.get(member));
            }
        }
        return counting;
    }

    /**
     * The same blend of other models.
     *
     * @param models one for each of {@link #counting}
     */
    void write(List<ArtefactFolder> models, Path out, Origin unnamed) throws IOException {
        JsonNode found = description(ArtefactFolder.open(place, ArtefactKind.MODEL));
        List<String> weights = new ArrayList<>();
        for (JsonNode member : found.path("members")) {
            if (member.path("weight").asDouble() > 0) {
                weights.add(String.valueOf(member.path("weight").asDouble()));
            }
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put(BlendOptions.FORM.key(), found.path("form").asText());
        if (found.path("form").asText().equals(Labels.of(BlendForm.RECIPROCAL_RANK))) {
            options.put(BlendOptions.CONSTANT.key(), found.path("constant").asText());
            options.put(BlendOptions.LIST_LENGTH.key(), found.path("listLength").asText());
        }
        options.put(BlendOptions.WEIGHTS.key(), String.join(",", weights));
        BlendMaker maker = new BlendMaker(
                models.stream().map(model -> new BlendMaker.Member(model, null)).toList(),
                BlendOptions.OPTIONS.defaults(Recipe.CORRECTED).with(options),
                work.plan().memoryBytes());
        work.ready(ArtefactStep.blend(out, maker, work.data(), unnamed));
    }
}
