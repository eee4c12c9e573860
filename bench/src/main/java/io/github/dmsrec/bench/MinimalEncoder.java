package io.github.dmsrec.bench;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The least that encodes: batches of 8 in order of length, as many workers of one thread each as there are threads. */
final class MinimalEncoder implements AutoCloseable {

    private static final int BATCH = 8;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    private final ExecutorService workers;

    private MinimalEncoder(
            OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer, int threads) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
        this.workers = Executors.newFixedThreadPool(threads);
    }

    static MinimalEncoder open(int threads) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            return new MinimalEncoder(
                    environment,
                    environment.createSession(resource("/all-minilm-l6-v2.onnx"), options),
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(resource("/all-minilm-l6-v2-tokenizer.json")),
                            Map.of("padding", "false", "truncation", "true", "maxLength", "128")),
                    threads);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MinimalEncoder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    List<float[]> encode(List<String> texts) throws Exception {
        Encoding[] encodings = tokenizer.batchEncode(texts);
        Arrays.sort(encodings, Comparator.comparing(encoding -> encoding.getIds().length));
        List<Future<List<float[]>>> batches = new ArrayList<>();
        for (int from = 0; from < encodings.length; from += BATCH) {
            Encoding[] batch = Arrays.copyOfRange(encodings, from, Math.min(encodings.length, from + BATCH));
            batches.add(workers.submit(() -> run(batch)));
        }
        List<float[]> vectors = new ArrayList<>();
        for (Future<List<float[]>> batch : batches) {
            vectors.addAll(batch.get());
        }
        return vectors;
    }

    private List<float[]> run(Encoding[] batch) throws Exception {
        int length = batch[batch.length - 1].getIds().length;
        long[][] inputs = new long[3][batch.length * length];
        for (int b = 0; b < batch.length; b++) {
            int own = batch[b].getIds().length;
            System.arraycopy(batch[b].getIds(), 0, inputs[0], b * length, own);
            System.arraycopy(batch[b].getAttentionMask(), 0, inputs[1], b * length, own);
        }
        long[] shape = {batch.length, length};
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, LongBuffer.wrap(inputs[0]), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(inputs[1]), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(inputs[2]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] states = (float[][][]) result.get(0).getValue();
            List<float[]> vectors = new ArrayList<>();
            for (int b = 0; b < batch.length; b++) {
                float[] mean = new float[states[b][0].length];
                int own = batch[b].getIds().length;
                for (int p = 0; p < own; p++) {
                    for (int j = 0; j < mean.length; j++) {
                        mean[j] += states[b][p][j] / own;
                    }
                }
                vectors.add(mean);
            }
            return vectors;
        }
    }

    @Override
    public void close() throws Exception {
        workers.shutdown();
        session.close();
        tokenizer.close();
    }
}
