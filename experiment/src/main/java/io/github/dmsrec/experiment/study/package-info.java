/** Studies: methods, arms, seeds and data sets, cell by cell, and what their results say. */
@NullMarked
package io.github.dmsrec.experiment.study;

import org.jspecify.annotations.NullMarked;
