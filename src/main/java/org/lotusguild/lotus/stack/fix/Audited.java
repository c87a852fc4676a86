package org.lotusguild.lotus.stack.fix;

import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.facts.Facts;

/** What an audit knew and what it found, of all checks. */
public record Audited(Facts facts, Report report) {}
