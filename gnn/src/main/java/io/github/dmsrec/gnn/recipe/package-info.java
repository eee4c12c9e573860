/** Every choice of a training run, and the two recipes that set them all. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.gnn.recipe;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
