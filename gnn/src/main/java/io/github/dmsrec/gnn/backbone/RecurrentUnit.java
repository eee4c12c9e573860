package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One layer of gated recurrent units (Cho et al., EMNLP 2014, as PyTorch has it) over sequences of any lengths, packed.
 *
 * @param prefix of the parameters' names
 * @param d the length of inputs and states
 */
record RecurrentUnit(String prefix, int d) {

    /** Input and hidden weights and biases of the gates: reset, update, new. */
    List<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt(d);
        return List.of(
                uniform(inputWeight(), bound, 3L * d, d),
                uniform(hiddenWeight(), bound, 3L * d, d),
                uniform(inputBias(), bound, 3L * d).as(Role.TRAINED_WITHOUT_DECAY),
                uniform(hiddenBias(), bound, 3L * d).as(Role.TRAINED_WITHOUT_DECAY));
    }

    /**
     * The states after each step, from a state of zeros.
     *
     * @param steps how many there are, at least 1
     * @param inputs gives the inputs [n, d] of a step, from 0, asked for once and in order. Where a step has fewer rows
     *     than the one before it, the last sequences are at their end
     * @return [n, d] of each step
     */
    List<Tensor> states(Parameters parameters, int steps, IntFunction<Tensor> inputs) {
        List<Tensor> states = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            Tensor input = inputs.apply(step);
            Tensor state = step == 0 ? Tensor.zeros(parameters.precision(), input.size(0), d) : states.get(step - 1);
            Tensor going = state.size(0) == input.size(0) ? state : state.rows(0, input.size(0));
            states.add(input.gatedInto(
                    going,
                    parameters.get(inputWeight()),
                    parameters.get(hiddenWeight()),
                    parameters.get(inputBias()),
                    parameters.get(hiddenBias())));
        }
        return states;
    }

    private String inputWeight() {
        return prefix + "weight_ih_l0";
    }

    private String hiddenWeight() {
        return prefix + "weight_hh_l0";
    }

    private String inputBias() {
        return prefix + "bias_ih_l0";
    }

    private String hiddenBias() {
        return prefix + "bias_hh_l0";
    }
}
