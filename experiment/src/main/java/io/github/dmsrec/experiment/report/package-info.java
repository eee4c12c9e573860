/** The report of a run: results.json, report.md and a self-contained report.html. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.report;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
