/** Reads and validates what a language model answered. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.reply;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
