/** JMH benchmarks and end-to-end speed runs. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.bench;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
