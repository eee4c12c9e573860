/** Files of choices: YAML to values, every mistake told at once with its line. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.config;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
