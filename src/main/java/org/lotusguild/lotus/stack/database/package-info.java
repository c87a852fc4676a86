/**
 * What Synapse's PostgreSQL says about itself. In: a database that may be read. Out:
 * {@link org.lotusguild.lotus.stack.facts.DatabaseAnswers}, values that checks judge.
 */
@NullMarked
package org.lotusguild.lotus.stack.database;

import org.jspecify.annotations.NullMarked;
