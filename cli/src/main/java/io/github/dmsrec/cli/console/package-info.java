/** What goes to the terminal: results on standard output, progress and messages on standard error. */
@NullMarked
package io.github.dmsrec.cli.console;

import org.jspecify.annotations.NullMarked;
