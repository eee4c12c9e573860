/** The HTTP service: models, routes and the page put together, started and drained. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
