/** The commands, one class each: they parse and print, the work is done elsewhere. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.cli.command;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
