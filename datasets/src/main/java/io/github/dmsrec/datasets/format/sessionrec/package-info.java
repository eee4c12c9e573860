/** session-rec's format: a training and a test file of clicks. */
@NullMarked
package io.github.dmsrec.datasets.format.sessionrec;

import org.jspecify.annotations.NullMarked;
