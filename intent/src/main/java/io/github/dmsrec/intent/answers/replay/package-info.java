/** Reads kept answers again, from a store or from a file of answers that was made or exported elsewhere. */
@NullMarked
package io.github.dmsrec.intent.answers.replay;

import org.jspecify.annotations.NullMarked;
