/** Measurements that are run by hand: each prints the bare primitive's figure and ours from the same run. */
@NullMarked
package org.lotusguild.lotus.bench;

import org.jspecify.annotations.NullMarked;
