/**
 * The public API of dmsrec: session-based recommendation by graph neural networks, non-neural baselines and LLM-DMsRec. The one
 * package that users import; all others of {@code io.github.dmsrec} are internal and may change between releases.
 */
@API(status = API.Status.EXPERIMENTAL)
@NullMarked
package io.github.dmsrec;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
