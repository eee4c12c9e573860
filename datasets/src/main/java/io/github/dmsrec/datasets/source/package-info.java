/** Tables in files as DuckDB sees them: CSV, JSON and Parquet, their scan, and the database that an import works in. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.source;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
