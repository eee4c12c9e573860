package io.github.dmsrec.core.session;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list of texts in one array of UTF-8 bytes: four bytes each beside their own, where a string takes fifty. Immutable and
 * safe for use by several threads; every access makes a new string.
 */
final class CompactTexts extends AbstractList<String> implements RandomAccess {

    private final int[] offsets;
    private final byte[] bytes;

    private CompactTexts(int[] offsets, byte[] bytes) {
        this.offsets = offsets;
        this.bytes = bytes;
    }

    /**
     * A copy of texts; those that are compact are not copied.
     *
     * @throws ArithmeticException if they take 2 GiB or more
     */
    static CompactTexts of(List<String> texts) {
        if (texts instanceof CompactTexts compact) {
            return compact;
        }
        int[] offsets = new int[texts.size() + 1];
        byte[] bytes = new byte[Math.max(64, texts.size() * 8)];
        int next = 0;
        for (String text : texts) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            int begin = offsets[next];
            int end = Math.addExact(begin, encoded.length);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length + (bytes.length >> 1)));
            }
            System.arraycopy(encoded, 0, bytes, begin, encoded.length);
            offsets[++next] = end;
        }
        return new CompactTexts(offsets, Arrays.copyOf(bytes, offsets[next]));
    }

    @Override
    public String get(int index) {
        return new String(bytes, offsets[index], offsets[index + 1] - offsets[index], StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return offsets.length - 1;
    }

    /** Texts {@code from..to-1}. */
    CompactTexts range(int from, int to) {
        int[] newOffsets = new int[to - from + 1];
        for (int i = 0; i < newOffsets.length; i++) {
            newOffsets[i] = offsets[from + i] - offsets[from];
        }
        return new CompactTexts(newOffsets, Arrays.copyOfRange(bytes, offsets[from], offsets[to]));
    }

    /** The texts of the given numbers, in that order. */
    CompactTexts select(int... numbers) {
        int[] newOffsets = new int[numbers.length + 1];
        for (int i = 0; i < numbers.length; i++) {
            newOffsets[i + 1] = Math.addExact(newOffsets[i], offsets[numbers[i] + 1] - offsets[numbers[i]]);
        }
        byte[] newBytes = new byte[newOffsets[numbers.length]];
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(bytes, offsets[numbers[i]], newBytes, newOffsets[i], newOffsets[i + 1] - newOffsets[i]);
        }
        return new CompactTexts(newOffsets, newBytes);
    }

    /** These texts and then others. */
    CompactTexts plus(CompactTexts others) {
        int[] newOffsets = Arrays.copyOf(offsets, offsets.length + others.size());
        for (int i = 1; i <= others.size(); i++) {
            newOffsets[size() + i] = Math.addExact(bytes.length, others.offsets[i]);
        }
        byte[] newBytes = Arrays.copyOf(bytes, newOffsets[newOffsets.length - 1]);
        System.arraycopy(others.bytes, 0, newBytes, bytes.length, others.bytes.length);
        return new CompactTexts(newOffsets, newBytes);
    }
}
