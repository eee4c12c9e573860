/** Studies: methods, arms, seeds and data sets, cell by cell, and what their results say. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.study;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
