package io.github.dmsrec.intent.infer;

import java.util.Map;

/** The choices of an inferrer. They can be written as texts and read back. */
public sealed interface InferrerOptions permits EmbeddingSimilarityOptions, OpenAiOptions {

    /** The inferrer's name: {@code "embedding-similarity"} or {@code "openai"}. */
    String name();

    /** Every choice by key, in a fixed order. Never the API key. */
    Map<String, String> toMap();
}
