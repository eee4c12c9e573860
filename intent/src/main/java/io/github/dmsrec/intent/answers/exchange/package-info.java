/** The rows of a folder of intents with their answers, and files of them to share. */
@NullMarked
package io.github.dmsrec.intent.answers.exchange;

import org.jspecify.annotations.NullMarked;
