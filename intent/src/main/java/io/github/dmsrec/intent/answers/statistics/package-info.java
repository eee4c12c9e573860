/** What a folder of intents records, for people: single rows, rates, agreement of two folders. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.answers.statistics;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
