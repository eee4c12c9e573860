package io.github.dmsrec.bench.load;

import java.nio.ByteBuffer;

/** Makes the requests of a run, one after the other. Need not be thread-safe. */
@FunctionalInterface
public interface RequestSource {

    /** The bytes of the next request, head and body. */
    ByteBuffer next();
}
