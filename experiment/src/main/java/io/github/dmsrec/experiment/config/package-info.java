/** Files of choices: YAML to values, every mistake told at once with its line. */
@NullMarked
package io.github.dmsrec.experiment.config;

import org.jspecify.annotations.NullMarked;
