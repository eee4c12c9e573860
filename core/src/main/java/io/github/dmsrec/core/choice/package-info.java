/** What can be chosen for a model: keys, meanings, values of the recipes, ranges. */
@NullMarked
package io.github.dmsrec.core.choice;

import org.jspecify.annotations.NullMarked;
