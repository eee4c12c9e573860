/** Session graphs and the global graph as index arrays. */
@NullMarked
package io.github.dmsrec.core.graph;

import org.jspecify.annotations.NullMarked;
