package io.github.dmsrec.intent.student;

import io.github.dmsrec.core.io.SafetensorsFile.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * A network of one hidden layer with rectified units: inputs to two vectors, the explicit and the latent intent. It is small
 * enough for plain loops, so that this module needs no tensor engine. A network that is not trained any more is safe for
 * use by several threads.
 *
 * <p>Weights lie row by row of what they read, so that both passes run along memory.
 */
final class StudentNetwork {

    static final String HIDDEN_WEIGHT = "hidden.weight";
    private static final String HIDDEN_BIAS = "hidden.bias";
    private static final String OUTPUT_WEIGHT = "output.weight";
    private static final String OUTPUT_BIAS = "output.bias";

    private static final double FIRST_MOMENT = 0.9;
    private static final double SECOND_MOMENT = 0.999;
    private static final double EPSILON = 1e-8;

    private final int inputs;
    private final int hidden;
    private final int outputs;

    /** {@code [inputs, hidden]}, {@code [hidden]}, {@code [hidden, outputs]}, {@code [outputs]}. */
    private final float[][] parameters;

    private StudentNetwork(int inputs, int hidden, int outputs, float[][] parameters) {
        this.inputs = inputs;
        this.hidden = hidden;
        this.outputs = outputs;
        this.parameters = parameters;
    }

    /** A network with random weights, scaled by what they read (He et al., ICCV 2015). */
    static StudentNetwork random(int inputs, int hidden, int outputs, SplittableRandom random) {
        float[][] parameters = {
            new float[inputs * hidden], new float[hidden], new float[hidden * outputs], new float[outputs]
        };
        fill(parameters[0], Math.sqrt(2.0 / inputs), random);
        fill(parameters[2], Math.sqrt(1.0 / hidden), random);
        return new StudentNetwork(inputs, hidden, outputs, parameters);
    }

    private static void fill(float[] weights, double deviation, SplittableRandom random) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * deviation);
        }
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    /** A copy of the weights as they are. */
    StudentNetwork copy() {
        float[][] copies = new float[parameters.length][];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = parameters[i].clone();
        }
        return new StudentNetwork(inputs, hidden, outputs, copies);
    }

    /** The outputs for some inputs. */
    float[] apply(float[] input) {
        return output(hidden(input));
    }

    private float[] hidden(float[] input) {
        float[] units = parameters[1].clone();
        float[] weights = parameters[0];
        for (int i = 0; i < inputs; i++) {
            float value = input[i];
            if (value != 0) {
                int at = i * hidden;
                for (int h = 0; h < hidden; h++) {
                    units[h] += value * weights[at + h];
                }
            }
        }
        for (int h = 0; h < hidden; h++) {
            units[h] = Math.max(0, units[h]);
        }
        return units;
    }

    private float[] output(float[] units) {
        float[] output = parameters[3].clone();
        float[] weights = parameters[2];
        for (int h = 0; h < hidden; h++) {
            float value = units[h];
            if (value != 0) {
                int at = h * outputs;
                for (int o = 0; o < outputs; o++) {
                    output[o] += value * weights[at + o];
                }
            }
        }
        return output;
    }

    /** What training keeps of a network beside its weights: gradients and the moments of Adam (Kingma and Ba, 2015). */
    final class Training {

        private final float[][] gradients = zeros();
        private final float[][] first = zeros();
        private final float[][] second = zeros();
        private final double learningRate;
        private int steps;

        Training(double learningRate) {
            this.learningRate = learningRate;
        }

        private float[][] zeros() {
            float[][] zeros = new float[parameters.length][];
            for (int i = 0; i < zeros.length; i++) {
                zeros[i] = new float[parameters[i].length];
            }
            return zeros;
        }

        /**
         * Adds the gradient of one row.
         *
         * @param lossOf gives the gradient of the loss at the outputs
         */
        void add(float[] input, UnaryOperator<float[]> lossOf) {
            float[] units = hidden(input);
            float[] atOutput = lossOf.apply(output(units));
            float[] atHidden = new float[hidden];
            float[] weights = parameters[2];
            float[] ofWeights = gradients[2];
            for (int o = 0; o < outputs; o++) {
                gradients[3][o] += atOutput[o];
            }
            for (int h = 0; h < hidden; h++) {
                float unit = units[h];
                if (unit > 0) {
                    int at = h * outputs;
                    float sum = 0;
                    for (int o = 0; o < outputs; o++) {
                        ofWeights[at + o] += unit * atOutput[o];
                        sum += weights[at + o] * atOutput[o];
                    }
                    atHidden[h] = sum;
                    gradients[1][h] += sum;
                }
            }
            for (int i = 0; i < inputs; i++) {
                float value = input[i];
                if (value != 0) {
                    int at = i * hidden;
                    for (int h = 0; h < hidden; h++) {
                        gradients[0][at + h] += value * atHidden[h];
                    }
                }
            }
        }

        /** Steps along the mean of the gradients of so many rows, and forgets them. */
        void step(int rows) {
            steps++;
            double correction = Math.sqrt(1 - Math.pow(SECOND_MOMENT, steps)) / (1 - Math.pow(FIRST_MOMENT, steps));
            float rate = (float) (learningRate * correction);
            float scale = 1f / rows;
            for (int p = 0; p < parameters.length; p++) {
                float[] of = parameters[p];
                float[] gradient = gradients[p];
                float[] mean = first[p];
                float[] square = second[p];
                for (int i = 0; i < of.length; i++) {
                    float g = gradient[i] * scale;
                    gradient[i] = 0;
                    mean[i] += (float) (1 - FIRST_MOMENT) * (g - mean[i]);
                    square[i] += (float) (1 - SECOND_MOMENT) * (g * g - square[i]);
                    of[i] -= rate * mean[i] / ((float) Math.sqrt(square[i]) + (float) EPSILON);
                }
            }
        }

        /** The gradient of a parameter by group and place, for tests. */
        float gradient(int group, int place) {
            return gradients[group][place];
        }
    }

    /** Changes a weight, for tests of gradients. */
    void nudge(int group, int place, float by) {
        parameters[group][place] += by;
    }

    /** As tensors of a file. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(HIDDEN_WEIGHT, Tensor.ofFloats(parameters[0], inputs, hidden));
        tensors.put(HIDDEN_BIAS, Tensor.ofFloats(parameters[1], hidden));
        tensors.put(OUTPUT_WEIGHT, Tensor.ofFloats(parameters[2], hidden, outputs));
        tensors.put(OUTPUT_BIAS, Tensor.ofFloats(parameters[3], outputs));
        return tensors;
    }

    /**
     * From a file.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if a tensor is missing or does not fit the others
     */
    static StudentNetwork read(StudentFile file) {
        int[] first = file.shape(HIDDEN_WEIGHT, 2);
        int inputs = first[0];
        int hidden = first[1];
        int outputs = file.shape(OUTPUT_WEIGHT, 2)[1];
        return new StudentNetwork(inputs, hidden, outputs, new float[][] {
            file.tensor(HIDDEN_WEIGHT, inputs, hidden),
            file.tensor(HIDDEN_BIAS, hidden),
            file.tensor(OUTPUT_WEIGHT, hidden, outputs),
            file.tensor(OUTPUT_BIAS, outputs)
        });
    }
}
