package org.lotusguild.lotus.base.yaml;

/**
 * A key and its value.
 *
 * @param line of the key, from 1
 */
public record YamlEntry(String key, int line, YamlNode value) {}
