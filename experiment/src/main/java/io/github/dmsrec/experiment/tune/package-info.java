/** Tuning: options drawn from a declared space, tried on the validation rows, with an equal budget for every method. */
@NullMarked
package io.github.dmsrec.experiment.tune;

import org.jspecify.annotations.NullMarked;
