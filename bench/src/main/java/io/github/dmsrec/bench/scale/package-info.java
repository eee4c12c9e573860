/** How the cost of each stage grows with the clicks and the items of a shop. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.bench.scale;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
