/** How sessions are divided into training, validation and test. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.split;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
