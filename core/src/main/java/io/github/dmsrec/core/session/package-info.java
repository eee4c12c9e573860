/** Items, sessions, prefixes and data sets in memory. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.session;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
