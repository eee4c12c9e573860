/** How sessions are divided into training, validation and test. */
@NullMarked
package io.github.dmsrec.datasets.split;

import org.jspecify.annotations.NullMarked;
