package io.github.dmsrec.intent.inferrer;

import java.util.Map;

/** The choices of an inferrer. They can be written as texts and read back. */
public interface InferrerOptions {

    /** The inferrer's name, e.g. {@code "embedding-similarity"}. */
    String name();

    /** Every choice by key, in a fixed order. Never the API key. */
    Map<String, String> toMap();
}
