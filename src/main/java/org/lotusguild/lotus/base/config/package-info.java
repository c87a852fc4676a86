/**
 * The reader of configuration files. In: a YAML file and a record class. Out: the record, or every mistake of the file with
 * its line and remedy.
 *
 * <p>Record components are keys: {@code maxAge} is written {@code max-age}. A component without
 * {@link org.lotusguild.lotus.base.config.Default} must be in the file, unless it is an {@code Optional}, a {@code List} or
 * a {@code Map}. Scalars may be a whole value {@code ${NAME}} from the environment; a
 * {@link org.lotusguild.lotus.base.Secret} is that or {@code {file: path}}, never plain. A secret's file must be closed to
 * group and others (mode 0600 or 0400). Paths are relative to the file. A type of its own reads itself with a static
 * {@code parse(String)}, and from a list with {@code parse(List)}. A {@link org.lotusguild.lotus.base.config.Verbatim} takes any block
 * as it is.
 */
@NullMarked
package org.lotusguild.lotus.base.config;

import org.jspecify.annotations.NullMarked;
