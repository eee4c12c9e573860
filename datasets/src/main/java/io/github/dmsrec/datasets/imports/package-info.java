/** Imports: logs of any size become checked data set folders. DuckDB does the work on disk. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.imports;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
