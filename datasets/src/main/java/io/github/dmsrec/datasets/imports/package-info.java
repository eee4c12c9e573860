/** Imports: logs of any size become checked data set folders. DuckDB does the work on disk. */
@NullMarked
package io.github.dmsrec.datasets.imports;

import org.jspecify.annotations.NullMarked;
