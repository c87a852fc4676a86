/**
 * Files of the homeserver's media store. In: files, media addresses. Out: media addresses, files with their sniffed type.
 */
@NullMarked
package org.lotusguild.lotus.matrix.media;

import org.jspecify.annotations.NullMarked;
