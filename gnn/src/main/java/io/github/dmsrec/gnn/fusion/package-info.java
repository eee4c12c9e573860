/** Intent fusion: projection, alignment, and the map that joins session and intent vectors. */
@NullMarked
package io.github.dmsrec.gnn.fusion;

import org.jspecify.annotations.NullMarked;
