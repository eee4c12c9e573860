/** Methods that learn by counting: popularity, rules, neighbours. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.baseline;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
