/** Reads kept answers again, from a store or from a file of answers that was made or exported elsewhere. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.answers.replay;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
