/** The contract of an inferrer, from sessions and candidates to explicit and latent intents, and those that ask nobody. */
@NullMarked
package io.github.dmsrec.intent.inferrer;

import org.jspecify.annotations.NullMarked;
