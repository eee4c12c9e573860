/** Scoring sessions that belong to no data set: models with all that they need, loaded once. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.live;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
