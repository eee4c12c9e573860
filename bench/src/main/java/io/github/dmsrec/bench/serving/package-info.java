/** Measures serving: starts servers, loads them, says what they did. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.bench.serving;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
