package io.github.dmsrec.intent.llama;

import java.util.Map;
import java.util.Optional;

/**
 * How ggml stores the numbers of a tensor: in blocks, as {@code ggml.h} and {@code ggml-common.h} define them.
 *
 * @param elements of a block
 * @param bytes of a block
 */
record GgmlType(int elements, int bytes) {

    private static final Map<Integer, GgmlType> BY_NUMBER = Map.ofEntries(
            entry(0, 1, 4), // F32
            entry(1, 1, 2), // F16
            entry(2, 32, 18), // Q4_0
            entry(3, 32, 20), // Q4_1
            entry(6, 32, 22), // Q5_0
            entry(7, 32, 24), // Q5_1
            entry(8, 32, 34), // Q8_0
            entry(10, 256, 84), // Q2_K
            entry(11, 256, 110), // Q3_K
            entry(12, 256, 144), // Q4_K
            entry(13, 256, 176), // Q5_K
            entry(14, 256, 210), // Q6_K
            entry(15, 256, 292), // Q8_K
            entry(16, 256, 66), // IQ2_XXS
            entry(17, 256, 74), // IQ2_XS
            entry(18, 256, 98), // IQ3_XXS
            entry(19, 256, 50), // IQ1_S
            entry(20, 32, 18), // IQ4_NL
            entry(21, 256, 110), // IQ3_S
            entry(22, 256, 82), // IQ2_S
            entry(23, 256, 136), // IQ4_XS
            entry(24, 1, 1), // I8
            entry(25, 1, 2), // I16
            entry(26, 1, 4), // I32
            entry(27, 1, 8), // I64
            entry(28, 1, 8), // F64
            entry(29, 256, 56), // IQ1_M
            entry(30, 1, 2), // BF16
            entry(34, 256, 54), // TQ1_0
            entry(35, 256, 66), // TQ2_0
            entry(39, 32, 17)); // MXFP4

    private static Map.Entry<Integer, GgmlType> entry(int number, int elements, int bytes) {
        return Map.entry(number, new GgmlType(elements, bytes));
    }

    /** The type that files give a number; empty if it is not known here. */
    static Optional<GgmlType> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }
}
