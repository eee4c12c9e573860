/** Logs of any size become checked data set folders: reading, sessions, filters, splits. DuckDB does the work on disk. */
@NullMarked
package io.github.dmsrec.datasets;

import org.jspecify.annotations.NullMarked;
