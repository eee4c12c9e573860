/** JMH benchmarks and end-to-end speed runs. */
@NullMarked
package io.github.dmsrec.bench;

import org.jspecify.annotations.NullMarked;
