package io.github.dmsrec.experiment.step;

import org.jspecify.annotations.Nullable;

/**
 * What making a step took.
 *
 * @param id of the step
 * @param label of the step
 * @param seconds the time
 * @param peakMiB the most memory that the process held meanwhile, in MiB; null where the system does not say
 */
record StepTime(String id, String label, double seconds, @Nullable Double peakMiB) {}
