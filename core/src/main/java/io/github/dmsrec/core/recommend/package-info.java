/** The recommender interface, simple recommenders, rankings and candidate lists. */
@NullMarked
package io.github.dmsrec.core.recommend;

import org.jspecify.annotations.NullMarked;
