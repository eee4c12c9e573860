/** Servers that do nothing but HTTP, one for each library that was considered. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.bench.http;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
