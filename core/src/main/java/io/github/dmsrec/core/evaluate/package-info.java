/** Ranks, metrics and evaluations over the full catalogue. */
@NullMarked
package io.github.dmsrec.core.evaluate;

import org.jspecify.annotations.NullMarked;
