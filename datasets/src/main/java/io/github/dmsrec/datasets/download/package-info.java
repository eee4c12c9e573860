/** Public data sets from their official addresses: fetched, checked, unpacked. */
@NullMarked
package io.github.dmsrec.datasets.download;

import org.jspecify.annotations.NullMarked;
