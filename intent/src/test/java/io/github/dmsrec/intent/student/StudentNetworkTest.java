package io.github.dmsrec.intent.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StudentNetworkTest {

    private static final int DIMENSION = 3;

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        SplittableRandom random = new SplittableRandom(1);
        StudentNetwork network = StudentNetwork.random(4, 5, 2 * DIMENSION, random);
        float[] input = {0.3f, -0.7f, 0.1f, 0.9f};
        float[] target = {0.6f, 0.8f, 0, 0, 0.6f, -0.8f};
        StudentNetwork.Training training = network.new Training(0.001);
        training.add(input, output -> StudentTraining.gradient(output, target, DIMENSION));
        int[] sizes = {20, 5, 30, 6};
        float step = 1e-2f;
        for (int group = 0; group < sizes.length; group++) {
            for (int place = 0; place < sizes[group]; place++) {
                network.nudge(group, place, step);
                double above = loss(network.apply(input), target);
                network.nudge(group, place, -2 * step);
                double below = loss(network.apply(input), target);
                network.nudge(group, place, step);
                assertThat(training.gradient(group, place))
                        .as("group " + group + " place " + place)
                        .isCloseTo((float) ((above - below) / (2 * step)), within(2e-3f));
            }
        }
    }

    private static double loss(float[] output, float[] target) {
        double loss = 0;
        for (int side = 0; side < 2; side++) {
            double product = 0;
            double squares = 0;
            for (int i = side * DIMENSION; i < (side + 1) * DIMENSION; i++) {
                product += output[i] * target[i];
                squares += output[i] * output[i];
            }
            loss += 1 - product / Math.sqrt(squares);
        }
        return loss;
    }

    @Test
    void itLearnsAMapAndACopyStaysAsItWas() {
        SplittableRandom random = new SplittableRandom(2);
        StudentNetwork network = StudentNetwork.random(2, 16, 2 * DIMENSION, random);
        StudentNetwork before = network.copy();
        float[][] inputs = {{1, 0}, {0, 1}};
        float[][] targets = {{1, 0, 0, 0, 1, 0}, {0, 0, 1, 1, 0, 0}};
        StudentNetwork.Training training = network.new Training(0.01);
        for (int epoch = 0; epoch < 300; epoch++) {
            for (int i = 0; i < 2; i++) {
                float[] target = targets[i];
                training.add(inputs[i], output -> StudentTraining.gradient(output, target, DIMENSION));
            }
            training.step(2);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(loss(network.apply(inputs[i]), targets[i])).isLessThan(0.01);
            assertThat(loss(before.apply(inputs[i]), targets[i])).isGreaterThan(0.1);
        }
    }
}
