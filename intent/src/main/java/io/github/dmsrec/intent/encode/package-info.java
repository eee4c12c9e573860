/** Turns texts into vectors, each distinct text once. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.encode;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
