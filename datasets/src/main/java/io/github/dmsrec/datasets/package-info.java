/** What can be done with logs and data sets of any size, from Java: import, append, check, synthetic data. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
