/**
 * Backups of a guild: made while it lives, proven by restoring them into a scratch database, put back after a disaster.
 *
 * <p>In: a home and its homeserver's configuration ({@link org.lotusguild.lotus.stack.backup.Sources}), and a folder for the
 * backups ({@link org.lotusguild.lotus.stack.backup.Shelf}). Out: one folder a backup with a {@code MANIFEST.json} that names
 * every file with its size and its SHA-256, and {@code last.json}, which status and metrics read.
 *
 * <p>One backup:
 *
 * <pre>
 * 2026-11-25T03-30-00Z/
 *   MANIFEST.json       what is in here; written last, and the folder is renamed from TIME.partial after it
 *   MEDIA               one line a media file: bytes, SHA-256, path
 *   databases/          synapse.dump or synapse.db, lotus.dump or lotus.db, …
 *   files/guild/…       configuration below the home and what it names; files/machine/… anywhere else
 *   media/              hard links to the backup before, where nothing changed
 *   secrets.tar.age     the folder secrets, closed for a key that is not on this machine
 *   VERIFIED            when it was proven last
 * </pre>
 */
@NullMarked
package org.lotusguild.lotus.stack.backup;

import org.jspecify.annotations.NullMarked;
