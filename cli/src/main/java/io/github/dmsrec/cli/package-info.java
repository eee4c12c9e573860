/** The command line's entry. */
@NullMarked
package io.github.dmsrec.cli;

import org.jspecify.annotations.NullMarked;
