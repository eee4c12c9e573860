/** Synthetic logs and data sets, with intents that are known, for trying things out and for load and scale. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.synthetic;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
