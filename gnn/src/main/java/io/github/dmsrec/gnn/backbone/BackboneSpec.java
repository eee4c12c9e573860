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

    /**
     * Begins the description of a backbone that gives one vector of a session, which is read out as it is without intents and
     * by a linear map with bias beside them; padding does not compete, and every tensor is used.
     *
     * @param name as of {@link #name}
     * @param parameters as of {@link #parameters}
     */
    public static Builder builder(String name, List<ParameterSpec> parameters) {
        return new Builder(name, parameters);
    }

    /** Describes what differs. For one thread. */
    public static final class Builder {

        private final String name;
        private final List<ParameterSpec> parameters;
        private int baseParts = 1;
        private int fusedParts = 1;
        private ReadOutForm baseReadOut = ReadOutForm.NONE;
        private ReadOutForm fusedReadOut = ReadOutForm.LINEAR_WITH_BIAS;
        private boolean paddingCompetes;
        private Set<String> unusedTensors = Set.of();

        private Builder(String name, List<ParameterSpec> parameters) {
            this.name = name;
            this.parameters = parameters;
        }

        /** How many vectors [d] the read-out map takes without intents, and how many beside them. */
        public Builder parts(int withoutIntents, int besideIntents) {
            baseParts = withoutIntents;
            fusedParts = besideIntents;
            return this;
        }

        /** The read-out map without intents, and with them. */
        public Builder readOut(ReadOutForm withoutIntents, ReadOutForm withIntents) {
            baseReadOut = withoutIntents;
            fusedReadOut = withIntents;
            return this;
        }

        /** Whether the padding row is scored beside the items. */
        public Builder paddingCompetes(boolean competes) {
            paddingCompetes = competes;
            return this;
        }

        /** Tensors of the papers' checkpoints that never enter the computation. */
        public Builder unusedTensors(Set<String> names) {
            unusedTensors = names;
            return this;
        }

        /** The description. */
        public BackboneSpec build() {
            return new BackboneSpec(
                    name, parameters, baseParts, fusedParts, baseReadOut, fusedReadOut, paddingCompetes, unusedTensors);
        }
    }
}
