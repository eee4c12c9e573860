/** The command line's entry. */
@NullMarked
package io.github.dmsrec.app;

import org.jspecify.annotations.NullMarked;
