package io.github.dmsrec.spark;

import java.nio.ByteBuffer;
import java.util.List;

/** Arrays of numbers as bytes, which Spark moves without boxing each number. */
final class PackedNumbers {

    private PackedNumbers() {}

    static byte[] of(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    static byte[] of(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** The numbers of a column of arrays. */
    static int[] unpacked(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    static int[] ints(byte[] bytes) {
        int[] values = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(values);
        return values;
    }

    static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }
}
