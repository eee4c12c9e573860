package io.github.dmsrec.intent.student;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.facets.FacetFolder;
import io.github.dmsrec.intent.facets.ItemFacets;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns the intents of a teacher, a folder of intents that a language model answered, perhaps of a few rows only, and gives
 * them without a call. A folder of intents keeps the network for new sessions.
 */
public final class StudentInferrer implements IntentInferrer {

    /** The inferrer's name. */
    public static final String NAME = "student";

    static final Option<Optional<Path>> TEACHER = Option.optional(
            "teacher", "folder of intents whose answered training rows are learned", "none", OptionType.path());
    static final Option<Optional<Path>> NETWORK = Option.optional(
            "network",
            "file of a student that was trained before, in the place of a teacher",
            "none",
            OptionType.path());
    static final Option<Optional<Path>> FACETS = Option.optional(
            "facets",
            "folder that 'describe' made, for explanations by a student of facets; that of the teacher by itself",
            "none",
            OptionType.path());
    static final Option<Double> SHARE =
            Option.share("share", "share of the sessions with answered training rows that are used", 1);
    static final Option<Double> HELD_OUT = Option.share(
            "held-out",
            "share of the sessions used that are held out, half to choose the epoch, half to measure the agreement",
            0.2);
    static final Option<Integer> HIDDEN = Option.integer("hidden", "hidden units", 64, 1, 4096);
    static final Option<Integer> EPOCHS = Option.integer("epochs", "most passes over the rows", 15, 1, 10_000);
    static final Option<Double> LEARNING_RATE = Option.positive("learning-rate", "of Adam", 0.001, 1);
    static final Option<Integer> TEXTS = Option.integer(
            "texts",
            "most texts beyond titles that it may name, those that the teacher wrote most often",
            256,
            0,
            100_000);
    static final Option<Integer> SEED = Option.integer("seed", "of the draws", 42, 0, Integer.MAX_VALUE);

    private static final String FILE = "student.safetensors";

    /** Its entry in the registry. */
    public static final InferrerKind KIND = new InferrerKind(
            NAME,
            "given by a small network that learned them of a language model's answers, without a call",
            InferrerKind.Source.DESCRIBED,
            new OptionSet(
                    InferrerKind.owner(NAME),
                    List.of(TEACHER, NETWORK, FACETS, SHARE, HELD_OUT, HIDDEN, EPOCHS, LEARNING_RATE, TEXTS, SEED)),
            StudentInferrer::checked);

    private final OptionValues values;

    private StudentInferrer(OptionValues values) {
        this.values = values;
    }

    private static InferrerOptions checked(OptionValues values) {
        if (values.get(TEACHER).isEmpty() && values.get(NETWORK).isEmpty()) {
            throw new UserMistakeException("The inferrer '" + NAME + "' needs '" + TEACHER
                    + "', a folder of intents to learn from, or '" + NETWORK + "', a student that was trained before."
                    + " Add one of them.");
        }
        return InferrerOptions.of(NAME, values, StudentInferrer::new);
    }

    @Override
    public InferrerOptions options() {
        return InferrerOptions.of(NAME, values, StudentInferrer::new);
    }

    @Override
    public boolean wantsSessionVectors() {
        return true;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        Student student = student(setting, requests, facts, progress);
        facts.put(StudentFile.FACETS, student.facets());
        StudentInputs inputs = new StudentInputs(setting.titleVectors(), student.sessionVector());
        Optional<Path> file = values.get(NETWORK);
        Inference inference = Inference.rowByRow("ask the student", requests, progress, request -> {
            file.ifPresent(of -> student.requireVectorOf(request, of));
            return student.infer(inputs, request);
        });
        inference.facts().setAll(facts);
        List<Inference.KeptFile> kept = new ArrayList<>();
        kept.add(new Inference.KeptFile(NETWORK.key(), FILE, copy -> StudentFile.write(copy, student)));
        facetsOf(student)
                .ifPresent(facets -> kept.add(new Inference.KeptFile(
                        FACETS.key(), FacetFolder.FACETS_FILE, copy -> Files.copy(facets, copy))));
        return inference.keeping(kept.toArray(Inference.KeptFile[]::new));
    }

    /** The file of the facets that a student names; empty for other students, and for facets that are columns of the items. */
    private Optional<Path> facetsOf(Student student) {
        Optional<Path> ofTeacher = values.get(TEACHER)
                .map(folder -> folder.resolve(FacetFolder.FACETS_FILE))
                .filter(Files::isRegularFile);
        return student.facets() ? values.get(FACETS).map(FacetFolder::file).or(() -> ofTeacher) : Optional.empty();
    }

    private Student student(
            InferenceSetting setting, List<IntentRequest> requests, ObjectNode facts, Progress progress) {
        Optional<Path> network = values.get(NETWORK);
        if (network.isPresent()) {
            return StudentFile.read(network.get(), setting.titleVectors().dimension(), setting.encoder());
        }
        Path folder = values.get(TEACHER).orElseThrow();
        TrainingRequests training = TrainingRequests.of(requests);
        Teacher teacher =
                Teacher.read(folder, setting.catalogue(), setting.training()).only(training::has);
        if (teacher.rows().isEmpty()) {
            throw new UserMistakeException(
                    "The teacher '" + folder + "' answered none of the training rows that are inferred.",
                    "Infer more rows ('--share'), or name a teacher with more answers.");
        }
        IntentVectors titles = setting.titleVectors();
        if (teacher.vectors().dimension() != titles.dimension()) {
            throw new UserMistakeException(
                    "The teacher's vectors have " + teacher.vectors().dimension() + " numbers, but the titles' have "
                            + titles.dimension() + ". Use the teacher's encoder.");
        }
        StudentFile.requireSameEncoder("teacher '" + folder + "'", teacher.encoder(), setting.encoder());
        float[] vector = training.of(teacher.rows().get(0).number()).sessionVector();
        StudentInputs inputs = new StudentInputs(titles, vector == null ? 0 : vector.length);
        return new StudentTraining(inputs, teacher, training, setting.training())
                .train(
                        new StudentTraining.Choices(
                                values.get(HIDDEN),
                                values.get(EPOCHS),
                                values.get(LEARNING_RATE),
                                values.get(SHARE),
                                values.get(HELD_OUT),
                                values.get(TEXTS),
                                values.get(SEED)),
                        setting.catalogue(),
                        progress,
                        facts)
                .student();
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        IntentVectors titles = setting.shared().titleVectors();
        Path file = values.get(NETWORK)
                .orElseThrow(() -> new UserMistakeException("New sessions need the option '" + NETWORK
                        + "' of the inferrer '" + NAME + "': a student that was trained before."));
        Student student =
                StudentFile.read(file, titles.dimension(), setting.shared().encoder());
        StudentInputs inputs = new StudentInputs(titles, student.sessionVector());
        Optional<ItemFacets> facets = facetsOf(student)
                .map(of -> FacetFolder.read(of, setting.shared().catalogue(), List.of()));
        return new SessionInferrer() {
            @Override
            public Outcome infer(IntentRequest request) {
                student.requireVectorOf(request, file);
                return new Outcome(student.infer(inputs, request));
            }

            @Override
            public List<String> textsOf(int item) {
                return facets.map(known -> known.textsOf(item)).orElseGet(List::of);
            }

            @Override
            public boolean namesFacets() {
                return student.facets();
            }

            @Override
            public boolean wantsSessionVectors() {
                return student.sessionVector() > 0;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
