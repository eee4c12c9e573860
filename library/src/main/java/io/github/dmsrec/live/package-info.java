/** Scoring sessions that belong to no data set: models with all that they need, loaded once. */
@NullMarked
package io.github.dmsrec.live;

import org.jspecify.annotations.NullMarked;
