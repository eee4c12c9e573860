/** What every part of dmsrec shares: the user's mistakes, progress, seeded random streams. */
@NullMarked
package io.github.dmsrec.core;

import org.jspecify.annotations.NullMarked;
