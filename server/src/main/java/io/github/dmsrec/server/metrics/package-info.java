/** What the service measures of itself. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server.metrics;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
