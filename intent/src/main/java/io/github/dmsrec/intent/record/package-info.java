/** What a folder of intents records, for people: single rows, rates, agreement of two folders, and files to share. */
@NullMarked
package io.github.dmsrec.intent.record;

import org.jspecify.annotations.NullMarked;
