/** Data sets on disk. */
@NullMarked
package io.github.dmsrec.core.data;

import org.jspecify.annotations.NullMarked;
