/** What goes to the terminal: results on standard output, progress and messages on standard error. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.cli.console;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
