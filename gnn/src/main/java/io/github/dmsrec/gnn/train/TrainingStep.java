package io.github.dmsrec.gnn.train;

import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.SessionNetwork;

/**
 * One step of training: forward, backward, Adam, which leaves the gradients at zero for the next. For one thread.
 *
 * @param network the model
 * @param parameters its parameters
 * @param adam the optimiser of those parameters
 * @param loss what is minimised beside the alignment
 */
public record TrainingStep(SessionNetwork network, Parameters parameters, Adam adam, TrainingLoss loss) {

    /**
     * What a step minimised.
     *
     * @param total the mean loss of the batch plus the weighted alignment
     * @param alignment the weighted alignment alone
     */
    public record Loss(double total, double alignment) {}

    /**
     * Learns from a batch.
     *
     * @param batch with intents if and only if the network is fused
     * @param learningRate above 0
     */
    public Loss run(BatchQueue.Batch batch, double learningRate) {
        network.backbone().constrain(parameters, batch.sessions());
        try (Scope scope = Scope.recording()) {
            SessionNetwork.Output output = network.forward(parameters, batch.sessions(), batch.intents(), true);
            Tensor minimised = output.loss(loss, batch.targets(), batch.negatives());
            minimised.backward();
            adam.step(learningRate);
            return new Loss(
                    minimised.item(),
                    output.weightedAlignment().map(Tensor::item).orElse(0.0));
        }
    }
}
