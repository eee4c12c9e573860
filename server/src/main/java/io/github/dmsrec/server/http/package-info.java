/** HTTP on Jetty: routes, requests, replies, keys. The one package that knows Jetty. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server.http;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
