/** Intent fusion: projection, alignment, and the map that joins session and intent vectors. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.gnn.fusion;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
