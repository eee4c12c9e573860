/** The steps that commands and pipelines share. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.stage;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
