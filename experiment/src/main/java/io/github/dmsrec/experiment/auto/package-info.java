/** A model within a time: a short list of methods is tuned and trained, and validation chooses one of them or their blend. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.auto;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
