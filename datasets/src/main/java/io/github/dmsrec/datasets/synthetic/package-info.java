/** Synthetic logs and data sets, with intents that are known, for trying things out and for load and scale. */
@NullMarked
package io.github.dmsrec.datasets.synthetic;

import org.jspecify.annotations.NullMarked;
