/**
 * Imports, counting methods and batch prediction on Apache Spark 4. Begin with {@link io.github.dmsrec.spark.DmsrecSpark}.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL)
package io.github.dmsrec.spark;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
