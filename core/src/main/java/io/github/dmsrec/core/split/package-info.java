/** Dividing sessions into training, validation and test. */
@NullMarked
package io.github.dmsrec.core.split;

import org.jspecify.annotations.NullMarked;
