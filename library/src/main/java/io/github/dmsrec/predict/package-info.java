/** Recommendations for files of sessions: reading, scoring on several threads, writing; all in bounded memory. */
@NullMarked
package io.github.dmsrec.predict;

import org.jspecify.annotations.NullMarked;
