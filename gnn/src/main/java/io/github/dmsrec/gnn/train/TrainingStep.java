package io.github.dmsrec.gnn.train;

import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.model.SessionNetwork;
import java.util.Optional;

/**
 * One step of training: forward, backward, Adam, which leaves the gradients at zero for the next. For one thread.
 *
 * @param network the model
 * @param parameters its parameters
 * @param adam the optimiser of those parameters
 */
public record TrainingStep(SessionNetwork network, Parameters parameters, Adam adam) {

    /**
     * What a step minimised.
     *
     * @param total the mean cross entropy of the batch plus the weighted alignment
     * @param alignment the weighted alignment alone
     */
    public record Loss(double total, double alignment) {}

    /**
     * Learns from a batch.
     *
     * @param sessions the packed prefixes
     * @param intents their intents, if and only if the network is fused
     * @param targets the item that followed each prefix
     * @param learningRate above 0
     */
    public Loss run(Backbone.PackedBatch sessions, Optional<IntentBatch> intents, int[] targets, double learningRate) {
        network.backbone().constrain(parameters, sessions);
        try (Scope scope = Scope.recording()) {
            SessionNetwork.Output output = network.forward(parameters, sessions, intents, true);
            Tensor loss = output.loss(targets);
            loss.backward();
            adam.step(learningRate);
            return new Loss(
                    loss.item(), output.weightedAlignment().map(Tensor::item).orElse(0.0));
        }
    }
}
