/** The client of OpenAI-compatible endpoints; the only package that knows its library. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.llm;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
