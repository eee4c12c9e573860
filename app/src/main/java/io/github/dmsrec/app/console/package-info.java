/** What goes to the terminal: results on standard output, progress and messages on standard error. */
@NullMarked
package io.github.dmsrec.app.console;

import org.jspecify.annotations.NullMarked;
