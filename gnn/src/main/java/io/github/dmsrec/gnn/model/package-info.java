/** Networks, models on disk, and models as recommenders. */
@NullMarked
package io.github.dmsrec.gnn.model;

import org.jspecify.annotations.NullMarked;
