/** Data sets on disk, and the imports that make them. */
@NullMarked
package io.github.dmsrec.core.data;

import org.jspecify.annotations.NullMarked;
