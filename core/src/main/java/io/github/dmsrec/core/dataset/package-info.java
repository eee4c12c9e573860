/** Data sets on disk: items, sessions, examples, statistics. */
@NullMarked
package io.github.dmsrec.core.dataset;

import org.jspecify.annotations.NullMarked;
