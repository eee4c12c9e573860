/** Keeps the answers of language models, so that nothing is asked twice. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.answers.store;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
