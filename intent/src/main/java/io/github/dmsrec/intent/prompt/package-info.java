/** What a language model is asked: sessions and candidates as text. */
@NullMarked
package io.github.dmsrec.intent.prompt;

import org.jspecify.annotations.NullMarked;
