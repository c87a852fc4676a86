package org.lotusguild.lotus.script;

/** What came of a script that somebody wants to keep: the {@link Script}, or why it cannot be one. */
public sealed interface Compiled permits Script, Refused {}
