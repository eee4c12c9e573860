/** The optional store of sessions. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server.session;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
