/** Checks of the machine: libraries, threads, memory, endpoints. */
@NullMarked
package io.github.dmsrec.doctor;

import org.jspecify.annotations.NullMarked;
