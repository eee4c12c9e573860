/** Asks a language model about many rows: questions, retries, limits, budget and progress of a run. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.asking;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
