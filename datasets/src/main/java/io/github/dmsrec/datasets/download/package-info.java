/** Public data sets from their official addresses: fetched, checked, unpacked. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.download;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
