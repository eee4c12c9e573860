package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The intents of a list of requests.
 *
 * @param rows one per request, in order
 * @param facts what the inferrer counted, for the manifest
 */
public record Inference(List<InferredRow> rows, ObjectNode facts) {}
