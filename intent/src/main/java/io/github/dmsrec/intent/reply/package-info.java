/** Reads and validates what a language model answered. */
@NullMarked
package io.github.dmsrec.intent.reply;

import org.jspecify.annotations.NullMarked;
