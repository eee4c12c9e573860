/** Studies: methods, arms, seeds and data sets, cell by cell, and what their results say. */
@NullMarked
package io.github.dmsrec.app.study;

import org.jspecify.annotations.NullMarked;
