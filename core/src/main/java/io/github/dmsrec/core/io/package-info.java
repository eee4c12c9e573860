/** File formats: Parquet, safetensors, tab-separated values. */
@NullMarked
package io.github.dmsrec.core.io;

import org.jspecify.annotations.NullMarked;
