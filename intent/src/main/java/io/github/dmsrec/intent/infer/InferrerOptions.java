package io.github.dmsrec.intent.infer;

import java.util.Map;

/** The choices of an inferrer. They can be written as texts and read back. */
public sealed interface InferrerOptions
        permits EmbeddingSimilarityOptions, TitleMeanOptions, LanguageModelOptions, ReplayOptions {

    /** The inferrer's name, e.g. {@code "embedding-similarity"}. */
    String name();

    /** Every choice by key, in a fixed order. Never the API key. */
    Map<String, String> toMap();
}
