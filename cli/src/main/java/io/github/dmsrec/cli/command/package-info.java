/** The commands, one class each: they parse and print, the work is done elsewhere. */
@NullMarked
package io.github.dmsrec.cli.command;

import org.jspecify.annotations.NullMarked;
