/** Pipelines: a YAML file to records, and the stages that it asks for. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.pipeline;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
