/** Quality problems of a data set: findings with their numbers, their verdicts and their fixes. Data of any size is streamed. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.datasets.check;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
