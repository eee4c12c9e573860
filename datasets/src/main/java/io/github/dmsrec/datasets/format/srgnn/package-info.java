/** SR-GNN's format: Python pickles of sequences and targets. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.format.srgnn;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
