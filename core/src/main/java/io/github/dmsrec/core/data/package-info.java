/** Data sets on disk. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.data;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
