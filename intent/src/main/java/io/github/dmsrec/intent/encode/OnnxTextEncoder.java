package io.github.dmsrec.intent.encode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.intent.encode.Tokenizer.Tokens;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A BERT-like encoder in the ONNX format: fp32, texts of like length in one batch, the output {@code last_hidden_state}
 * pooled to one vector per text.
 */
public final class OnnxTextEncoder implements TextEncoder {

    private static final String OUTPUT = "last_hidden_state";
    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");
    private static final int BATCH = 16;

    private final String name;
    private final String identity;
    private final Pooling pooling;
    private final int threads;
    /** Far more than the longest command line needs; only what is used becomes memory. */
    private static final long STACK_BYTES = 256L << 20;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Set<String> inputs;
    private final Tokenizer tokenizer;
    private final int dimension;

    private OnnxTextEncoder(
            ModelFiles files,
            Pooling pooling,
            int threads,
            OrtEnvironment environment,
            OrtSession session,
            Tokenizer tokenizer)
            throws OrtException {
        this.name = files.name();
        this.identity = identity(files, pooling);
        this.pooling = pooling;
        this.threads = threads;
        this.environment = environment;
        this.session = session;
        this.inputs = session.getInputNames();
        this.tokenizer = tokenizer;
        this.dimension = run(List.of(new Tokens(new long[] {tokenizer.padId()}, new long[] {0})))[0].length;
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

    /** Loads an encoder. */
    static OnnxTextEncoder load(ModelFiles files, Pooling pooling, int threads) {
        Tokenizer tokenizer = Tokenizer.load(files);
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            OrtSession session = environment.createSession(files.model(), options);
            checkForm(session, files);
            return new OnnxTextEncoder(files, pooling, threads, environment, session, tokenizer);
        } catch (OrtException e) {
            throw new UserMistakeException(
                    "The model of " + files.source() + " cannot be loaded: " + e.getMessage(),
                    "the file is no ONNX model, was cut off, or keeps its weights in a second file.",
                    e);
        }
    }

    private static void checkForm(OrtSession session, ModelFiles files) throws OrtException {
        Set<String> foreign = new TreeSet<>(session.getInputNames());
        foreign.removeAll(INPUTS);
        @Nullable NodeInfo output = session.getOutputInfo().get(OUTPUT);
        if (!foreign.isEmpty() || !session.getInputNames().contains("input_ids") || output == null) {
            throw new UserMistakeException(
                    "The model of " + files.source() + " is no text encoder of the form that is read here: it takes "
                            + new TreeSet<>(session.getInputNames()) + " and gives "
                            + new TreeSet<>(session.getOutputNames()) + ", but " + new TreeSet<>(INPUTS)
                            + " may be taken and '" + OUTPUT + "' must be given.",
                    "it was exported for another task; export it for feature extraction.");
        }
        if (!(output.getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.FLOAT) {
            throw new UserMistakeException(
                    "The output '" + OUTPUT + "' of the model of " + files.source() + " is not of type fp32.",
                    "it was exported in half precision; export it in fp32.");
        }
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
        options.put("pooling", pooling.label());
        options.put("max-tokens", Integer.toString(Tokenizer.MAX_TOKENS));
        options.put("threads", Integer.toString(threads));
        return options;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public EncodedTexts encode(List<String> texts, Progress progress) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(texts));
        distinct.removeIf(String::isBlank);
        Map<String, float[]> vectors = encodeDistinct(distinct, progress);
        return gather(texts, vectors, dimension, distinct.size(), 0);
    }

    /** Lines up the vectors of distinct texts with a list of texts. */
    static EncodedTexts gather(
            List<String> texts, Map<String, float[]> vectors, int dimension, int computed, int cached) {
        float[] values = new float[Math.multiplyExact(texts.size(), dimension)];
        int blank = 0;
        for (int i = 0; i < texts.size(); i++) {
            float[] vector = vectors.get(texts.get(i));
            if (vector == null) {
                blank++;
            } else {
                System.arraycopy(vector, 0, values, i * dimension, dimension);
            }
        }
        return new EncodedTexts(new IntentVectors(dimension, values), blank, computed, cached);
    }

    private Map<String, float[]> encodeDistinct(List<String> texts, Progress progress) {
        Map<String, float[]> vectors = new HashMap<>(texts.size() * 2);
        if (texts.isEmpty()) {
            return vectors;
        }
        List<Tokens> tokens = tokenizer.tokenize(texts);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            order.add(i);
        }
        // Texts of like length share a batch: little is computed for padding.
        order.sort(Comparator.comparing(i -> tokens.get(i).length()));
        try (Progress.Stage stage = progress.stage("encode texts with " + name(), "texts", texts.size())) {
            for (int from = 0; from < order.size(); from += BATCH) {
                List<Integer> batch = order.subList(from, Math.min(order.size(), from + BATCH));
                float[][] pooled = run(batch.stream().map(tokens::get).toList());
                for (int b = 0; b < pooled.length; b++) {
                    vectors.put(texts.get(batch.get(b)), pooled[b]);
                }
                stage.advance(batch.size());
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the encoder " + name() + " failed: " + e.getMessage(), e);
        }
        return vectors;
    }

    private float[][] run(List<Tokens> batch) throws OrtException {
        int longest = batch.stream().mapToInt(Tokens::length).max().orElseThrow();
        int positions = pooling == Pooling.MEAN_OVER_ALL ? Tokenizer.MAX_TOKENS : longest;
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
            try (OrtSession.Result result = session.run(given, Set.of(OUTPUT))) {
                OnnxValue hidden = result.get(OUTPUT)
                        .orElseThrow(() -> new IllegalStateException("the model gave no '" + OUTPUT + "'"));
                return pool((OnnxTensor) hidden, batch, positions);
            }
        }
    }

    private float[][] pool(OnnxTensor hidden, List<Tokens> batch, int positions) {
        int width = (int) hidden.getInfo().getShape()[2];
        FloatBuffer states = hidden.getFloatBuffer();
        float[][] pooled = new float[batch.size()][width];
        for (int b = 0; b < batch.size(); b++) {
            int counted =
                    pooling == Pooling.MEAN_OVER_ALL ? positions : batch.get(b).length();
            double[] sum = new double[width];
            for (int p = 0; p < counted; p++) {
                int at = (b * positions + p) * width;
                for (int j = 0; j < width; j++) {
                    sum[j] += states.get(at + j);
                }
            }
            for (int j = 0; j < width; j++) {
                pooled[b][j] = (float) (sum[j] / counted);
            }
        }
        return pooled;
    }

    private static String identity(ModelFiles files, Pooling pooling) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(files.model());
            digest.update(files.tokenizer());
            digest.update((pooling.label() + " " + Tokenizer.MAX_TOKENS).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the encoder " + name() + " cannot be closed", e);
        }
    }
}
