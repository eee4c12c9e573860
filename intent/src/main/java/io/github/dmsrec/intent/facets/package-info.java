/** What is known of items beside their titles, and intents that follow from it without a call. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.facets;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
