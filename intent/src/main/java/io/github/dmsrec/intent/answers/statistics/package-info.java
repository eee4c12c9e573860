/** What a folder of intents records, for people: single rows, rates, agreement of two folders. */
@NullMarked
package io.github.dmsrec.intent.answers.statistics;

import org.jspecify.annotations.NullMarked;
