/** Every choice of a training run, and the two recipes that set them all. */
@NullMarked
package io.github.dmsrec.gnn.recipe;

import org.jspecify.annotations.NullMarked;
