/** Ranks, metrics and evaluations over the full catalogue. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.evaluate;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
