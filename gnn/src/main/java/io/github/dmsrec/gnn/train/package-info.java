/** Recipes, training, and the checkpoints that it resumes from. */
@NullMarked
package io.github.dmsrec.gnn.train;

import org.jspecify.annotations.NullMarked;
