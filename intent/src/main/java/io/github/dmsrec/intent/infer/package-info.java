/** The inferrers: from sessions and candidates to explicit and latent intents. */
@NullMarked
package io.github.dmsrec.intent.infer;

import org.jspecify.annotations.NullMarked;
