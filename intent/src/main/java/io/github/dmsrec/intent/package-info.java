/** Infers the intents of a data set, keeps them in a folder, and infers those of live sessions. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
