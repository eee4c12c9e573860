/** The known data sets: one list of formats, each with its files, columns, session rule and filters. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.format;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
