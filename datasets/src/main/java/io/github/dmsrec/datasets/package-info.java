/** What can be done with logs and data sets of any size, from Java: import, append, check, synthetic data. */
@NullMarked
package io.github.dmsrec.datasets;

import org.jspecify.annotations.NullMarked;
