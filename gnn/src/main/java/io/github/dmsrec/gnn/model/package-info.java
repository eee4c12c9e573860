/** Networks, models on disk, and models as recommenders. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.gnn.model;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
