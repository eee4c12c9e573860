/** What hurts in a data set: findings with their numbers, their verdicts and their fixes. Data of any size is streamed. */
@NullMarked
package io.github.dmsrec.datasets.check;

import org.jspecify.annotations.NullMarked;
