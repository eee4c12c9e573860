/** Reads and validates what a language model answered. */
@NullMarked
package io.github.dmsrec.intent.answer;

import org.jspecify.annotations.NullMarked;
