package io.github.dmsrec.gnn.engine;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba, ICLR 2015), step by step equal to PyTorch's, over all trained parameters at once. Its moments are
 * held until closed. For one thread.
 */
public final class Adam implements AutoCloseable {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Parameters parameters;
    private final double decay;
    private final Decay form;
    private final org.bytedeco.pytorch.Tensor firstMoment;
    private final org.bytedeco.pytorch.Tensor secondMoment;
    private final org.bytedeco.pytorch.Tensor scratch;
    private long steps;

    /** How the decay of weights enters. */
    public enum Decay {
        /** Added to the gradient before the moments: PyTorch's {@code Adam(weight_decay)}. */
        COUPLED,
        /** Taken off the weights beside the step: PyTorch's {@code AdamW} (Loshchilov and Hutter, ICLR 2019). */
        DECOUPLED
    }

    /**
     * @param parameters what is trained
     * @param decay the factor of the decay, at least 0
     * @param form how it enters
     */
    public Adam(Parameters parameters, double decay, Decay form) {
        this.parameters = parameters;
        this.decay = decay;
        this.form = form;
        this.firstMoment = torch.zeros_like(parameters.flatValues().handle());
        this.secondMoment = torch.zeros_like(firstMoment);
        this.scratch = torch.zeros_like(firstMoment);
    }

    /** One step along the gradients that the parameters have added up; leaves the gradients changed. */
    public void step(double learningRate) {
        steps++;
        try (Scope scope = Scope.inference()) {
            org.bytedeco.pytorch.Tensor values = parameters.flatValues().handle();
            org.bytedeco.pytorch.Tensor gradient = parameters.flatGradient().handle();
            long decayed = parameters.decayedCount();
            if (decay > 0 && decayed > 0) {
                org.bytedeco.pytorch.Tensor decaying = values.narrow(0, 0, decayed);
                if (form == Decay.COUPLED) {
                    gradient.narrow(0, 0, decayed).add_(decaying, new Scalar(decay));
                } else {
                    decaying.mul_(new Scalar(1 - learningRate * decay));
                }
            }
            firstMoment.lerp_(gradient, new Scalar(1 - BETA_1));
            secondMoment.mul_(new Scalar(BETA_2)).addcmul_(gradient, gradient, new Scalar(1 - BETA_2));
            double correction1 = 1 - Math.pow(BETA_1, (double) steps);
            double correction2 = 1 - Math.pow(BETA_2, (double) steps);
            torch.sqrt_out(scratch, secondMoment);
            scratch.div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(EPSILON));
            values.addcdiv_(firstMoment, scratch, new Scalar(-learningRate / correction1));
        }
    }

    /**
     * What a resumed run needs, beside the parameters.
     *
     * @param steps the number of steps taken
     * @param firstMoment one value per trained parameter value
     * @param secondMoment likewise
     */
    public record State(long steps, float[] firstMoment, float[] secondMoment) {}

    /** The state after the steps taken so far. */
    public State state() {
        try (Scope scope = Scope.inference()) {
            return new State(steps, new Tensor(firstMoment).floats(), new Tensor(secondMoment).floats());
        }
    }

    /** Goes on from a state of the same parameters. */
    public void restore(State state) {
        try (Scope scope = Scope.inference()) {
            steps = state.steps();
            long count = firstMoment.numel();
            firstMoment.copy_(Tensor.of(parameters.precision(), state.firstMoment(), count)
                    .handle());
            secondMoment.copy_(Tensor.of(parameters.precision(), state.secondMoment(), count)
                    .handle());
        }
    }

    @Override
    public void close() {
        firstMoment.close();
        secondMoment.close();
        scratch.close();
    }
}
