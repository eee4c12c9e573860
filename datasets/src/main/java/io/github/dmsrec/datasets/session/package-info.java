/** What a session of a log is, and which clicks and sessions are left out. */
@NullMarked
package io.github.dmsrec.datasets.session;

import org.jspecify.annotations.NullMarked;
