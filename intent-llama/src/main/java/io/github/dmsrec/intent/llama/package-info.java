/** The inferrer {@code llama-cpp}: a GGUF model in this process. One class knows the library. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.llama;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
