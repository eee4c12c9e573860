/** Studies: methods, arms, seeds and data sets, their steps, and what their results say; a run is a study with one seed. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.study;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
