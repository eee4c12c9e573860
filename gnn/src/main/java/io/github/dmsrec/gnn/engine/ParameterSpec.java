package io.github.dmsrec.gnn.engine;

import java.util.Arrays;

/**
 * What a model says of one of its parameters before it exists.
 *
 * @param name the tensor's name in the papers' code: checkpoints carry it
 * @param shape rows, columns; a vector has one dimension
 * @param start how it is initialised
 * @param role whether and how the optimiser touches it
 * @param perItem whether it has a row for each item, after that of padding
 */
public record ParameterSpec(String name, long[] shape, Start start, Role role, boolean perItem) {

    /** How a parameter is initialised. */
    public sealed interface Start {

        /** Evenly between two numbers. */
        record Uniform(double low, double high) implements Start {}

        /** One value everywhere. */
        record Constant(double value) implements Start {}

        /** One for the first value, zero for all others. */
        record OneThenZeros() implements Start {}

        /** Evenly between {@code -bound} and {@code bound}, but the first row is zero: the padding row of an item table. */
        record UniformAfterFirstRow(double bound) implements Start {}

        /** Normally around zero. */
        record Normal(double deviation) implements Start {}

        /** Normally around zero, but the first row is zero: the padding row of an item table. */
        record NormalAfterFirstRow(double deviation) implements Start {}
    }

    /** What the optimiser does with a parameter. */
    public enum Role {
        /** Follows its gradient, and decays. */
        TRAINED,
        /** Follows its gradient, and does not decay. */
        TRAINED_WITHOUT_DECAY,
        /** Stays as it is. */
        FROZEN
    }

    /** A trained parameter, evenly between {@code -bound} and {@code bound} at the start. */
    public static ParameterSpec uniform(String name, double bound, long... shape) {
        return new ParameterSpec(name, shape, new Start.Uniform(-bound, bound), Role.TRAINED, false);
    }

    /** The same parameter in another role. */
    public ParameterSpec as(Role newRole) {
        return new ParameterSpec(name, shape, start, newRole, perItem);
    }

    /** The same parameter with another start. */
    public ParameterSpec startingAs(Start newStart) {
        return new ParameterSpec(name, shape, newStart, role, perItem);
    }

    /** The same parameter, which has a row for each item, after that of padding. */
    public ParameterSpec withRowPerItem() {
        return new ParameterSpec(name, shape, start, role, true);
    }

    /** The number of values. */
    public int count() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    }
}
