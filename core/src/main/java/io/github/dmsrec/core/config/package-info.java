/** Configuration files: YAML to values, every mistake reported at once with its line. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.config;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
