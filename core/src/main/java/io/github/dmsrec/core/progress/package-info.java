/** What long work reports while it runs. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.progress;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
