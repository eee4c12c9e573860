/** Methods that learn by counting: popularity, rules, neighbours. */
@NullMarked
package io.github.dmsrec.baseline;

import org.jspecify.annotations.NullMarked;
