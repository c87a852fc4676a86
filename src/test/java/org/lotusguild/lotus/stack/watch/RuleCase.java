package org.lotusguild.lotus.stack.watch;

import java.util.List;
import java.util.Map;

/**
 * When a rule must fire and when it must not, in the words of {@code promtool test rules}. One sample a minute.
 *
 * @param at when it is looked at
 * @param labels of the alert, without its severity
 * @param firing series as {@code name{labels} values}
 * @param silent the same, near enough to catch a hasty rule
 */
public record RuleCase(String rule, String at, Map<String, String> labels, List<String> firing, List<String> silent) {}
