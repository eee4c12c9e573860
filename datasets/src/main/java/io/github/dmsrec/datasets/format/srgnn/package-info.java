/** SR-GNN's format: Python pickles of sequences and targets. */
@NullMarked
package io.github.dmsrec.datasets.format.srgnn;

import org.jspecify.annotations.NullMarked;
