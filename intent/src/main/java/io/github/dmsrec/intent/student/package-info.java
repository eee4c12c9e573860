/** A small network that learns the intents of a language model and gives them without a call. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.student;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
