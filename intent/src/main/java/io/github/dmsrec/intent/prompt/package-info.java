/** What a language model is asked: sessions and candidates as text. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.prompt;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
