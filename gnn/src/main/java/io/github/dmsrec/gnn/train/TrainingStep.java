package io.github.dmsrec.gnn.train;

import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.SessionNetwork;
import java.util.List;

/**
 * One step of training: forward, backward, Adam, which leaves the gradients at zero for the next. A step may be cut into
 * several passes that each hold a part of its rows in memory; their gradients are added up. For one thread.
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
        return run(List.of(batch), learningRate);
    }

    /**
     * Learns from all passes of a step: what is minimised is the mean over the rows of all.
     *
     * @param passes with intents if and only if the network is fused; several only where {@link #canBeCut}
     * @param learningRate above 0
     */
    public Loss run(List<BatchQueue.Batch> passes, double learningRate) {
        int rows = passes.stream().mapToInt(pass -> pass.targets().length).sum();
        for (BatchQueue.Batch pass : passes) {
            network.backbone().constrain(parameters, pass.sessions());
        }
        double total = 0;
        double alignment = 0;
        for (BatchQueue.Batch pass : passes) {
            double share = (double) pass.targets().length / rows;
            try (Scope scope = Scope.recording()) {
                SessionNetwork.Output output =
                        network.forward(parameters, pass.sessions(), pass.intents(), pass.clicked(), true);
                Tensor minimised = output.loss(loss, pass.targets(), pass.negatives());
                Tensor ofStep = passes.size() == 1 ? minimised : minimised.times(share);
                ofStep.backward();
                total += ofStep.item();
                alignment += output.weightedAlignment().map(Tensor::item).orElse(0.0) * share;
            }
        }
        adam.step(learningRate);
        return new Loss(total, alignment);
    }

    /** Whether a step's loss is the mean of what each row gives alone, so that its rows need not lie in one pass. */
    public static boolean canBeCut(SessionNetwork network, TrainingLoss loss) {
        return loss.isMeanOfRows() && !network.isFused();
    }
}
