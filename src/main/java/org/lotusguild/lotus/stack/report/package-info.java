/**
 * How an audit is shown: a table for people, JSON for machines, SARIF for code-hosting sites. In: a report. Out: text, without
 * any secret that stands in one of the files.
 */
@NullMarked
package org.lotusguild.lotus.stack.report;

import org.jspecify.annotations.NullMarked;
