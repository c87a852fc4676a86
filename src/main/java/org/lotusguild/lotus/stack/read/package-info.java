/**
 * Files → facts. In: targets and the facts that people told. Out: {@link org.lotusguild.lotus.stack.facts.Facts}, read once,
 * before any check runs. Strangers' files: whatever cannot be read or understood becomes one
 * {@link org.lotusguild.lotus.stack.facts.Unread} with its line, never an exception. Limits: 8 MiB a file, 200,000 values of YAML
 * or words of nginx in one, includes 16 deep, folders 16 deep, 20,000 files, and 64 MiB of them together, where a line counts
 * 128 bytes more.
 */
@NullMarked
package org.lotusguild.lotus.stack.read;

import org.jspecify.annotations.NullMarked;
