/**
 * The JSON codec and canonical JSON. In: bytes of strangers. Out: trees and records.
 */
@NullMarked
package org.lotusguild.lotus.base.json;

import org.jspecify.annotations.NullMarked;
