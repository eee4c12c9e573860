/** The log of feedback. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server.feedback;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
