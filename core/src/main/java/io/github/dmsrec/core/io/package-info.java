/** File formats: Parquet, safetensors, tab-separated values. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.io;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
