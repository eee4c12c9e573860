/** Explicit and latent intents as rows of vectors; how they were inferred is none of this package's business. */
@NullMarked
package io.github.dmsrec.core.intent;

import org.jspecify.annotations.NullMarked;
