/** What training minimises beside the alignment: over the whole catalogue, or over drawn items. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.gnn.loss;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
