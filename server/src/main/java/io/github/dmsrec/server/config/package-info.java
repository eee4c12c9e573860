/** The configuration file of a server. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server.config;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
