/** The inferrer {@code llama-cpp}: a GGUF model in this process. One class knows the library. */
@NullMarked
package io.github.dmsrec.intent.llama;

import org.jspecify.annotations.NullMarked;
