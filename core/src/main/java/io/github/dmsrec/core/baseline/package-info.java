/** Methods that learn by counting: popularity, rules, neighbours. */
@NullMarked
package io.github.dmsrec.core.baseline;

import org.jspecify.annotations.NullMarked;
