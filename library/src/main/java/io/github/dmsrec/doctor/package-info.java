/** Checks of the machine: libraries, threads, memory, endpoints. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.doctor;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
