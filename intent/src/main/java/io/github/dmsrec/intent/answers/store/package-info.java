/** Keeps the answers of language models, so that nothing is asked twice. */
@NullMarked
package io.github.dmsrec.intent.answers.store;

import org.jspecify.annotations.NullMarked;
