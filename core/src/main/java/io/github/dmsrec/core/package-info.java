/** What every part of dmsrec shares: the user's mistakes, progress, seeded random streams. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
