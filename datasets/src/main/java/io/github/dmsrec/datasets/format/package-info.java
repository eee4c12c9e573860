/** The known data sets: one list of formats, each with its files, columns, session rule and filters. */
@NullMarked
package io.github.dmsrec.datasets.format;

import org.jspecify.annotations.NullMarked;
