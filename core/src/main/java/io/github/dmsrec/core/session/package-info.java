/** Items, sessions, prefixes and data sets in memory. */
@NullMarked
package io.github.dmsrec.core.session;

import org.jspecify.annotations.NullMarked;
