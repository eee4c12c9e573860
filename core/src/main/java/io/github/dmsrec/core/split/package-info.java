/** Dividing sessions into training, validation and test. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.split;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
