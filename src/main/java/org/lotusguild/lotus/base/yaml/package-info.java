/**
 * YAML (and JSON) of other programs, with nothing lost: the line of every key and value, whether a text was quoted, keys that
 * were written twice. In: text. Out: a tree of values, or one {@link org.lotusguild.lotus.base.yaml.MalformedYaml} with its
 * line. What a plain text means (number, flag, nothing) is asked of the {@link org.lotusguild.lotus.base.yaml.YamlScalar},
 * which answers as YAML 1.1 does, the language of PyYAML and of most servers.
 */
@NullMarked
package org.lotusguild.lotus.base.yaml;

import org.jspecify.annotations.NullMarked;
