package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import java.util.List;
import java.util.Set;

/**
 * What a backbone consists of, and what it leaves to the read-out map behind it.
 *
 * @param name the papers' name, lower case, e.g. {@code "sr-gnn"}
 * @param parameters all parameters but those of the read-out map and of the fusion
 * @param baseParts how many vectors [d] the read-out map takes without intents
 * @param fusedParts how many it takes beside the intents
 * @param baseReadOut the read-out map without intents
 * @param fusedReadOut the read-out map with intents
 * @param paddingCompetes whether the padding row is scored beside the items
 * @param unusedTensors tensors of the papers' checkpoints that never enter the computation
 */
public record BackboneSpec(
        String name,
        List<ParameterSpec> parameters,
        int baseParts,
        int fusedParts,
        ReadOutForm baseReadOut,
        ReadOutForm fusedReadOut,
        boolean paddingCompetes,
        Set<String> unusedTensors) {

    public BackboneSpec {
        parameters = List.copyOf(parameters);
        unusedTensors = Set.copyOf(unusedTensors);
    }
}
