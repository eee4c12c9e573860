/** Several recommenders as one: scores made comparable, added, and the weights of each found on rows with known targets. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.blend;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
