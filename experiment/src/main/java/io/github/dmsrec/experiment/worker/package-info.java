/** Commands of dmsrec in processes of their own, several at once: the tensor engine serves one training per process. */
@NullMarked
package io.github.dmsrec.experiment.worker;

import org.jspecify.annotations.NullMarked;
