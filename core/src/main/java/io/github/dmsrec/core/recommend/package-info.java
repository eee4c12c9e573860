/** The recommender interface, simple recommenders, rankings and candidate lists. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.core.recommend;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
