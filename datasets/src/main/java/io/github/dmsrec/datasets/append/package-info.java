/** New logs that join a data set. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.append;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
