/** What a session of a log is, and which clicks and sessions are left out. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.session;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
