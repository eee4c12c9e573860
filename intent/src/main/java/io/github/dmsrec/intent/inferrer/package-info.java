/** The contract of an inferrer, from sessions and candidates to explicit and latent intents, and those that ask nobody. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.inferrer;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
