/** The rows of a folder of intents with their answers, and files of them to share. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.answers.exchange;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
