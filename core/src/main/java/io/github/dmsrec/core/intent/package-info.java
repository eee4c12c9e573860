/** Explicit and latent intents as rows of vectors; how they were inferred is none of this package's business. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.intent;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
