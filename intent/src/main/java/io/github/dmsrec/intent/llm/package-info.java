/** The client of OpenAI-compatible endpoints; the only package that knows its library. */
@NullMarked
package io.github.dmsrec.intent.llm;

import org.jspecify.annotations.NullMarked;
