package org.lotusguild.lotus.stack.watch;

/**
 * One line of a panel.
 *
 * @param expression in PromQL
 * @param legend {@code {{label}}} stands for a label
 */
public record Query(String expression, String legend) {}
