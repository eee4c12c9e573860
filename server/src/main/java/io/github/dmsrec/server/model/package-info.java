/** Served models: batches, reload, variants, shadows, overload. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server.model;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
