/** Commands of dmsrec in processes of their own, several at once: the tensor engine serves one training per process. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.experiment.worker;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
