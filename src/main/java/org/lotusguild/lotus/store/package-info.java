/**
 * The one database. In: SQL of a room's own store class. Out: rows. SQLite embedded, PostgreSQL at scale.
 */
@NullMarked
package org.lotusguild.lotus.store;

import org.jspecify.annotations.NullMarked;
