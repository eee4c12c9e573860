/** Tuning: options drawn from a declared space, tried on the validation rows, with an equal budget for every method. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.tune;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
