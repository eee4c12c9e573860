/** Recommendations for files of sessions: reading, scoring on several threads, writing; all in bounded memory. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.predict;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
