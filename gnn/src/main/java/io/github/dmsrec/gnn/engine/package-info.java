/** The only package that knows the tensor engine: tensors, scopes, parameters, the optimiser. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.gnn.engine;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
