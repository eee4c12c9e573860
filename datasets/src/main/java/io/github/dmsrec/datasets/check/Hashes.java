package io.github.dmsrec.datasets.check;

/** 64-bit hashes. Of ten million values, two are equal by chance with a probability of about one in 400,000. */
final class Hashes {

    private Hashes() {}

    // The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
    static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The hash of what came before and a number after it. */
    static long then(long before, long next) {
        return mixed(before ^ mixed(next));
    }

    static long of(CharSequence text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return mixed(hash);
    }
}
