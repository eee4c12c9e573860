/** The commands for {@code spark-submit}. */
@NullMarked
@API(status = API.Status.INTERNAL)
package io.github.dmsrec.spark.main;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
