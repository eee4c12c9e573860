/** What requests and answers hold, how they are parsed and checked, and their OpenAPI document. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.server.api;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
