/** Graphs of steps: what is there, what is to be made, making it here or in processes of their own, and what that may take. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.step;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
