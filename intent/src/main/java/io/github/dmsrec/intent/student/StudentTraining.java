package io.github.dmsrec.intent.student;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.intent.inferrer.IntentText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Trains a student on the answered training rows of its teacher. The rows of some sessions are held out: those of one half of
 * these choose the epoch, those of the other tell how far student and teacher agree.
 *
 * @param inputs what is read of sessions
 * @param teacher what is learned
 * @param requests with all rows of the teacher
 * @param examples all training rows of the data set, which say what sessions rows are cut from; without, each is of its own
 */
record StudentTraining(StudentInputs inputs, Teacher teacher, TrainingRequests requests, Optional<Examples> examples) {

    private static final int BATCH = 32;
    private static final int LEAST_SESSIONS = 3;

    /**
     * The options of training.
     *
     * @param hidden units
     * @param epochs at most
     * @param learningRate of Adam
     * @param share of the sessions with answered rows that are used
     * @param heldOut share of those used that are held out
     * @param texts most texts beyond titles
     * @param seed of the draws
     */
    record Choices(int hidden, int epochs, double learningRate, double share, double heldOut, int texts, long seed) {}

    /** A trained student and what is told of it. */
    record Trained(Student student, ObjectNode facts) {}

    Trained train(Choices choices, Catalogue catalogue, Progress progress, ObjectNode facts) {
        RandomStreams random = new RandomStreams(choices.seed());
        List<Teacher.Row> rows = teacher.rows();
        int[][] sessions = rowsBySession();
        if (sessions.length < LEAST_SESSIONS) {
            throw new UserMistakeException(
                    "The teacher answered training rows of " + sessions.length
                            + " sessions that are inferred, and a student needs " + LEAST_SESSIONS
                            + ": to learn, to choose the epoch, to measure the agreement.",
                    "Infer more rows ('--share'), or name a teacher with more answers.");
        }
        int[] order = random.permutation(sessions.length, "sessions of the student");
        int used = Math.max(LEAST_SESSIONS, (int) Math.round(choices.share() * sessions.length));
        int held = Math.min(used - 1, Math.max(2, (int) Math.round(choices.heldOut() * used)));
        // Rows of a session are its prefixes, so a session is on one side alone.
        int[] measuring = rowsOf(sessions, order, 0, held / 2);
        int[] choosing = rowsOf(sessions, order, held / 2, held);
        int[] training = rowsOf(sessions, order, held, used);

        int dimension = inputs.titles().dimension();
        StudentNetwork network = StudentNetwork.random(
                inputs.size(), choices.hidden(), 2 * dimension, random.stream("weights of the student"));
        StudentNetwork.Training step = network.new Training(choices.learningRate());
        StudentNetwork best = network.copy();
        double bestCosine = cosines(network, choosing)[2];
        int bestEpoch = 0;
        try (Progress.Stage stage = progress.stage("train the student", "epochs", choices.epochs())) {
            for (int epoch = 1; epoch <= choices.epochs(); epoch++) {
                int[] shuffled = random.permutation(training.length, "epoch of the student", epoch);
                for (int from = 0; from < shuffled.length; from += BATCH) {
                    int to = Math.min(from + BATCH, shuffled.length);
                    for (int i = from; i < to; i++) {
                        Teacher.Row row = rows.get(training[shuffled[i]]);
                        float[] target = target(row);
                        step.add(inputs.of(requests.of(row.number())), output -> gradient(output, target, dimension));
                    }
                    step.step(to - from);
                }
                double cosine = cosines(network, choosing)[2];
                if (cosine > bestCosine) {
                    bestCosine = cosine;
                    best = network.copy();
                    bestEpoch = epoch;
                }
                stage.advance(1);
            }
        }
        Student student = student(best, catalogue, choices.texts());
        facts.put("answeredRows", rows.size());
        facts.put("trainedOn", training.length);
        facts.put("choseEpoch", choosing.length);
        facts.put("heldOut", measuring.length);
        facts.put("epoch", bestEpoch);
        facts.put("sessionVector", inputs.sessionVector());
        facts.put("texts", student.texts().size());
        double[] agreement = cosines(best, measuring);
        double[] usual = usualCosines(measuring, training);
        facts.putObject("cosineWithTeacher").put("explicit", agreement[0]).put("latent", agreement[1]);
        facts.putObject("cosineOfMeanAnswer").put("explicit", usual[0]).put("latent", usual[1]);
        facts.put("sharedPicks", sharedPicks(student, measuring));
        return new Trained(student, facts);
    }

    /** The places of the teacher's rows, those of a session together. */
    private int[][] rowsBySession() {
        Map<Integer, List<Integer>> places = new TreeMap<>();
        for (int place = 0; place < teacher.rows().size(); place++) {
            int number = teacher.rows().get(place).number();
            int session = examples.isPresent() ? examples.get().session(number) : number;
            places.computeIfAbsent(session, first -> new ArrayList<>()).add(place);
        }
        return places.values().stream()
                .map(of -> of.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** The rows of the sessions of a range of an order. */
    private static int[] rowsOf(int[][] sessions, int[] order, int from, int to) {
        return Arrays.stream(order, from, to)
                .flatMap(session -> Arrays.stream(sessions[session]))
                .toArray();
    }

    private float[] target(Teacher.Row row) {
        float[] target = new float[2 * inputs.titles().dimension()];
        teacher.mean(row.explicit(), target, 0);
        teacher.mean(row.latent(), target, inputs.titles().dimension());
        return target;
    }

    /** Of one minus the cosine of each side; a side that the teacher left empty does not count. */
    static float[] gradient(float[] output, float[] target, int dimension) {
        float[] gradient = new float[output.length];
        for (int side = 0; side < 2; side++) {
            int at = side * dimension;
            float product = Student.dot(output, at, target, at, dimension);
            float squares = Student.dot(output, at, output, at, dimension);
            float there = Student.dot(target, at, target, at, dimension);
            if (there > 0 && squares > 0) {
                float length = (float) Math.sqrt(squares);
                for (int i = at; i < at + dimension; i++) {
                    gradient[i] = -(target[i] - product / squares * output[i]) / length;
                }
            } else if (there > 0) {
                for (int i = at; i < at + dimension; i++) {
                    gradient[i] = -target[i];
                }
            }
        }
        return gradient;
    }

    /** The mean cosine with the teacher of the explicit and the latent side, and of both. */
    private double[] cosines(StudentNetwork network, int[] chosen) {
        return meanCosines(chosen, row -> network.apply(inputs.of(requests.of(row.number()))));
    }

    /** What the mean of the teacher's answers, the same for every session, would reach. */
    private double[] usualCosines(int[] chosen, int[] training) {
        float[] mean = new float[2 * inputs.titles().dimension()];
        for (int place : training) {
            float[] target = target(teacher.rows().get(place));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += target[i];
            }
        }
        return meanCosines(chosen, row -> mean);
    }

    private interface Guess {
        float[] of(Teacher.Row row);
    }

    private double[] meanCosines(int[] chosen, Guess guess) {
        int dimension = inputs.titles().dimension();
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int place : chosen) {
            Teacher.Row row = teacher.rows().get(place);
            float[] target = target(row);
            float[] output = guess.of(row);
            for (int side = 0; side < 2; side++) {
                int at = side * dimension;
                float squares = Student.dot(output, at, output, at, dimension);
                float there = Student.dot(target, at, target, at, dimension);
                if (there > 0) {
                    counts[side]++;
                    sums[side] +=
                            squares == 0 ? 0 : Student.dot(output, at, target, at, dimension) / Math.sqrt(squares);
                }
            }
        }
        double explicit = counts[0] == 0 ? 0 : sums[0] / counts[0];
        double latent = counts[1] == 0 ? 0 : sums[1] / counts[1];
        return new double[] {explicit, latent, (sums[0] + sums[1]) / Math.max(1, counts[0] + counts[1])};
    }

    private Student student(StudentNetwork network, Catalogue catalogue, int mostTexts) {
        int dimension = inputs.titles().dimension();
        int[] numbers = teacher.frequentTexts(catalogue.size(), mostTexts);
        float[][] vectors = new float[dimension][numbers.length];
        for (int text = 0; text < numbers.length; text++) {
            float[] vector = new float[dimension];
            System.arraycopy(teacher.vectors().values(), numbers[text] * dimension, vector, 0, dimension);
            StudentInputs.normalise(vector, 0, dimension);
            for (int d = 0; d < dimension; d++) {
                vectors[d][text] = vector[d];
            }
        }
        double[] titles = new double[2];
        double[] all = new double[2];
        double[] answered = new double[2];
        for (Teacher.Row row : teacher.rows()) {
            count(row.explicit(), catalogue.size(), 0, titles, all, answered);
            count(row.latent(), catalogue.size(), 1, titles, all, answered);
        }
        double[] shares = new double[2];
        int[] picks = new int[2];
        for (int side = 0; side < 2; side++) {
            shares[side] = all[side] == 0 ? 0 : titles[side] / all[side];
            picks[side] = answered[side] == 0 ? 0 : (int) Math.max(1, Math.round(all[side] / answered[side]));
        }
        return new Student(
                network,
                inputs.sessionVector(),
                Arrays.stream(numbers).mapToObj(teacher.texts()::get).toList(),
                vectors,
                shares,
                picks,
                teacher.facets(),
                teacher.encoder());
    }

    private static void count(int[] numbers, int size, int side, double[] titles, double[] all, double[] answered) {
        for (int number : numbers) {
            titles[side] += number < size ? 1 : 0;
        }
        all[side] += numbers.length;
        answered[side] += numbers.length == 0 ? 0 : 1;
    }

    /** Which share of the teacher's intents of held-out rows the student names, too. */
    private double sharedPicks(Student student, int[] heldOut) {
        double shared = 0;
        double all = 0;
        for (int place : heldOut) {
            Teacher.Row row = teacher.rows().get(place);
            var named = student.infer(inputs, requests.of(row.number()));
            shared += shared(row.explicit(), named.explicitIntents()) + shared(row.latent(), named.latentIntents());
            all += row.explicit().length + row.latent().length;
        }
        return all == 0 ? 0 : shared / all;
    }

    private int shared(int[] numbers, List<IntentText> named) {
        Set<String> texts = new HashSet<>();
        Set<Integer> items = new HashSet<>();
        for (IntentText text : named) {
            if (text instanceof IntentText.Title title) {
                items.add(title.item());
            } else if (text instanceof IntentText.Written written) {
                texts.add(written.text());
            }
        }
        return (int) Arrays.stream(numbers)
                .filter(number ->
                        items.contains(number) || texts.contains(teacher.texts().get(number)))
                .count();
    }
}
