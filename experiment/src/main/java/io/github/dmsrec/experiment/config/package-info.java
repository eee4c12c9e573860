/** Sections that several configuration files share: data sources, encoders, options of methods. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.config;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
