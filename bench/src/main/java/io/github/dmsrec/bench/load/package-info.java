/** An open-loop load generator: requests are sent at their times, whatever the server does. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.bench.load;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
