/** New logs that join a data set. */
@NullMarked
package io.github.dmsrec.datasets.append;

import org.jspecify.annotations.NullMarked;
