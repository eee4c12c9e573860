/** Reports of evaluations, runs and studies: one record, its tables, and views of them. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.report;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
