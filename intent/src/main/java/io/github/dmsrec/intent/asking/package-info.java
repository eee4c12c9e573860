/** Asks a language model about many rows: questions, retries, limits, budget and progress of a run. */
@NullMarked
package io.github.dmsrec.intent.asking;

import org.jspecify.annotations.NullMarked;
