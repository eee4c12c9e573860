/** The command line's entry. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.cli;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
