/** The report of a run: results.json, report.md and a self-contained report.html. */
@NullMarked
package io.github.dmsrec.experiment.report;

import org.jspecify.annotations.NullMarked;
