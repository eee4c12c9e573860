package io.github.dmsrec.intent.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.encode.Tokenizer.Tokens;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A BERT-like encoder in the ONNX format: fp32, texts of like length in one batch, the hidden states of the last layer
 * pooled to one vector per text. Each thread computes batches of its own, so that vectors do not depend on the number of
 * threads.
 */
public final class OnnxTextEncoder implements TextEncoder {

    /** What exporters call the hidden states of the last layer. */
    private static final List<String> OUTPUTS = List.of("last_hidden_state", "token_embeddings");

    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");
    private static final int BATCH = 8;

    /** Far more than the longest command line needs; only what is used becomes memory. */
    private static final long STACK_BYTES = 256L << 20;

    private final String name;
    private final String identity;
    private final EncodingSettings settings;
    private final int threads;
    private final OrtEnvironment environment;
    private final OpenedModel model;
    private final OrtSession session;
    private final Set<String> inputs;
    private final String output;
    private final Tokenizer tokenizer;
    private final ExecutorService workers;
    private final int dimension;

    private OnnxTextEncoder(
            ModelFiles files,
            EncodingSettings settings,
            int threads,
            OrtEnvironment environment,
            OpenedModel model,
            String output,
            Tokenizer tokenizer) {
        this.name = files.name();
        this.identity = model.identity(settings);
        this.settings = settings;
        this.threads = threads;
        this.environment = environment;
        this.model = model;
        this.session = model.session();
        this.inputs = session.getInputNames();
        this.output = output;
        this.tokenizer = tokenizer;
        this.dimension = probe(files);
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "encode with " + files.name());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The length of a vector, from a text as long as any may be. */
    private int probe(ModelFiles files) {
        long[] longest = new long[settings.maxLength()];
        Arrays.fill(longest, tokenizer.padId());
        try {
            return run(List.of(new Tokens(longest, new long[longest.length])))[0].length;
        } catch (OrtException e) {
            throw new UserMistakeException(
                    "The model of " + files.source() + " cannot read a text of " + settings.maxLength() + " tokens: "
                            + e.getMessage(),
                    "Give --encoder-max-length; 512 tokens are usual.",
                    e);
        }
    }

    /**
     * The runtime's environment, made in a thread with a large stack: at its start the runtime matches regular expressions
     * with the process's command line, for its telemetry, and recurses once for each character. A class path of some
     * thousand characters is enough to overflow a usual stack, which ends the JVM without a word.
     */
    private static OrtEnvironment environment() {
        FutureTask<OrtEnvironment> task = new FutureTask<>(OrtEnvironment::getEnvironment);
        Thread thread = new Thread(null, task, "start of onnxruntime", STACK_BYTES);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkageError notThere) {
                throw notThere;
            }
            throw new IllegalStateException("onnxruntime does not start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while onnxruntime started", e);
        }
    }

    /**
     * Loads an encoder.
     *
     * @param threads for the model, at least 1
     * @throws UserMistakeException if a file is not what it should be
     */
    static OnnxTextEncoder load(ModelFiles files, EncodingSettings settings, int threads) {
        OrtEnvironment environment = environment();
        Tokenizer tokenizer = Tokenizer.load(files, settings.maxLength());
        @Nullable OpenedModel model = null;
        try {
            environment.setTelemetry(false);
            model = OpenedModel.open(environment, files);
            return new OnnxTextEncoder(
                    files, settings, threads, environment, model, output(model.session(), files), tokenizer);
        } catch (OrtException e) {
            UserMistakeException mistake = new UserMistakeException(
                    "The model of " + files.source() + " cannot be loaded: " + e.getMessage(),
                    "Check that the file is a complete ONNX model, and that a second file with its weights, if it has one,"
                            + " is beside it.",
                    e);
            release(tokenizer, model, mistake);
            throw mistake;
        } catch (RuntimeException e) {
            release(tokenizer, model, e);
            throw e;
        }
    }

    /** Frees what lies outside the heap when loading fails. */
    private static void release(Tokenizer tokenizer, @Nullable OpenedModel model, RuntimeException failure) {
        tokenizer.close();
        if (model != null) {
            try {
                model.close();
            } catch (OrtException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static String output(OrtSession session, ModelFiles files) throws OrtException {
        Set<String> foreign = new TreeSet<>(session.getInputNames());
        foreign.removeAll(INPUTS);
        Optional<String> output =
                OUTPUTS.stream().filter(session.getOutputNames()::contains).findFirst();
        if (!foreign.isEmpty() || !session.getInputNames().contains("input_ids") || output.isEmpty()) {
            throw new UserMistakeException(
                    "The model of " + files.source() + " is not a text encoder of a supported form: it takes "
                            + new TreeSet<>(session.getInputNames()) + " and gives "
                            + new TreeSet<>(session.getOutputNames()) + ", but " + new TreeSet<>(INPUTS)
                            + " may be taken and one of " + OUTPUTS + " must be given.",
                    "Export it for feature extraction.");
        }
        @Nullable NodeInfo node = session.getOutputInfo().get(output.get());
        if (node == null || !(node.getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.FLOAT) {
            throw new UserMistakeException(
                    "The output '" + output.get() + "' of the model of " + files.source() + " is not of type fp32.",
                    "Export it in fp32.");
        }
        return output.get();
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("name", name);
        options.put("identity", identity);
        options.putAll(settings.toMap());
        options.put("threads", Integer.toString(threads));
        return options;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public EncodedTexts encode(List<String> texts, Progress progress) {
        VectorSheet sheet = new VectorSheet(texts, dimension);
        List<String> distinct = sheet.distinct();
        if (!distinct.isEmpty()) {
            try (Progress.Stage stage = progress.stage("encode texts with " + name(), "texts", distinct.size())) {
                compute(distinct, sheet, stage);
            }
        }
        return sheet.finish(distinct.size(), 0);
    }

    private void compute(List<String> texts, VectorSheet sheet, Progress.Stage stage) {
        List<Tokens> tokens =
                tokenizer.tokenize(texts.stream().map(settings.prefix()::concat).toList());
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            order.add(i);
        }
        // Texts of like length share a batch: little is computed for padding.
        order.sort(Comparator.comparing(i -> tokens.get(i).length()));
        List<List<Integer>> batches = new ArrayList<>();
        List<Future<float[][]>> pooled = new ArrayList<>();
        for (int from = 0; from < order.size(); from += BATCH) {
            List<Integer> batch = order.subList(from, Math.min(order.size(), from + BATCH));
            batches.add(batch);
            pooled.add(workers.submit(() -> run(batch.stream().map(tokens::get).toList())));
        }
        try {
            for (int b = 0; b < batches.size(); b++) {
                float[][] vectors = pooled.get(b).get();
                for (int i = 0; i < vectors.length; i++) {
                    int row = sheet.offset(texts.get(batches.get(b).get(i)));
                    System.arraycopy(vectors[i], 0, sheet.values(), row, dimension);
                }
                stage.advance(vectors.length);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the encoder " + name() + " failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while encoding with " + name());
        } finally {
            pooled.forEach(task -> task.cancel(false));
        }
    }

    private float[][] run(List<Tokens> batch) throws OrtException {
        int longest = batch.stream().mapToInt(Tokens::length).max().orElseThrow();
        int positions = settings.pooling() == Pooling.MEAN_OVER_ALL ? settings.maxLength() : longest;
        long[] shape = {batch.size(), positions};
        LongBuffer ids = LongBuffer.allocate(batch.size() * positions);
        LongBuffer mask = LongBuffer.allocate(batch.size() * positions);
        LongBuffer types = LongBuffer.allocate(batch.size() * positions);
        for (Tokens tokens : batch) {
            for (int p = 0; p < positions; p++) {
                boolean own = p < tokens.length();
                ids.put(own ? tokens.ids()[p] : tokenizer.padId());
                mask.put(own ? 1 : 0);
                types.put(own ? tokens.typeIds()[p] : 0);
            }
        }
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids.flip(), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask.flip(), shape);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types.flip(), shape)) {
            Map<String, OnnxTensor> given = new HashMap<>();
            given.put("input_ids", idTensor);
            given.put("attention_mask", maskTensor);
            given.put("token_type_ids", typeTensor);
            given.keySet().retainAll(inputs);
            try (OrtSession.Result result = session.run(given, Set.of(output))) {
                OnnxValue hidden = result.get(output)
                        .orElseThrow(() -> new IllegalStateException("the model gave no '" + output + "'"));
                return pool((OnnxTensor) hidden, batch, positions);
            }
        }
    }

    private float[][] pool(OnnxTensor hidden, List<Tokens> batch, int positions) {
        int width = (int) hidden.getInfo().getShape()[2];
        float[] states = new float[batch.size() * positions * width];
        hidden.getFloatBuffer().get(states);
        float[][] pooled = new float[batch.size()][width];
        for (int b = 0; b < batch.size(); b++) {
            int counted =
                    switch (settings.pooling()) {
                        case CLS -> 1;
                        case MASKED_MEAN -> batch.get(b).length();
                        case MEAN_OVER_ALL -> positions;
                    };
            double[] sum = new double[width];
            for (int p = 0; p < counted; p++) {
                int at = (b * positions + p) * width;
                for (int j = 0; j < width; j++) {
                    sum[j] += states[at + j];
                }
            }
            for (int j = 0; j < width; j++) {
                pooled[b][j] = (float) (sum[j] / counted);
            }
            if (settings.normalise()) {
                EncodingSettings.normalise(pooled[b]);
            }
        }
        return pooled;
    }

    @Override
    public void close() {
        workers.shutdown();
        boolean interrupted = false;
        // What is under way uses the session, so it comes to its end whatever happens.
        while (!workers.isTerminated()) {
            try {
                interrupted |= !workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        tokenizer.close();
        try {
            model.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the encoder " + name() + " cannot be closed", e);
        }
    }
}
