/** session-rec's format: a training and a test file of clicks. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.format.sessionrec;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
