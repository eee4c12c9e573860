/** What training minimises beside the alignment: over the whole catalogue, or over drawn items. */
@NullMarked
package io.github.dmsrec.gnn.loss;

import org.jspecify.annotations.NullMarked;
