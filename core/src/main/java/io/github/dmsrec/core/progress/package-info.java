/** What long work reports while it runs. */
@NullMarked
package io.github.dmsrec.core.progress;

import org.jspecify.annotations.NullMarked;
