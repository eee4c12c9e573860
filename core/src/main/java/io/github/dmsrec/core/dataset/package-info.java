/** Data sets on disk: items, sessions, examples, statistics. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.dataset;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
