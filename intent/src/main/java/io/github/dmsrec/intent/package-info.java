/** Infers the intents of a data set, keeps them in a folder, and infers those of live sessions. */
@NullMarked
package io.github.dmsrec.intent;

import org.jspecify.annotations.NullMarked;
