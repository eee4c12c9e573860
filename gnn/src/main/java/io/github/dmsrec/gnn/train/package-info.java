/** Recipes, training, and the checkpoints that it resumes from. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.gnn.train;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
