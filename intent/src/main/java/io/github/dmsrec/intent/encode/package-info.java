/** Turns texts into vectors, each distinct text once. */
@NullMarked
package io.github.dmsrec.intent.encode;

import org.jspecify.annotations.NullMarked;
