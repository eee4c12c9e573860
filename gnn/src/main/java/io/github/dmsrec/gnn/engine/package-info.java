/** The only package that knows the tensor engine: tensors, scopes, parameters, the optimiser. */
@NullMarked
package io.github.dmsrec.gnn.engine;

import org.jspecify.annotations.NullMarked;
