/** Pipelines: a YAML file to records, and the stages that it asks for. */
@NullMarked
package io.github.dmsrec.experiment.pipeline;

import org.jspecify.annotations.NullMarked;
