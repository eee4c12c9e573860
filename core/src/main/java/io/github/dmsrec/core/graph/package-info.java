/** Session graphs and the global graph as index arrays. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.graph;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
