/**
 * The one database. In: SQL of a room's own store class. Out: rows. SQLite embedded, PostgreSQL at scale.
 *
 * <p>{@link org.lotusguild.lotus.store.Databases} opens it and brings its tables up to date; {@link
 * org.lotusguild.lotus.store.Database#inTransaction} hands out a {@link org.lotusguild.lotus.store.Tx}; {@link
 * org.lotusguild.lotus.store.Leases} say which of several processes may do what only one may.
 */
@NullMarked
package org.lotusguild.lotus.store;

import org.jspecify.annotations.NullMarked;
