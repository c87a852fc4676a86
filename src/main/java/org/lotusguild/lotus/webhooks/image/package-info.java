/**
 * Pictures that services name in their payloads. In: addresses that strangers chose. Out: checked pictures without what cameras
 * write into them, and the address under which the homeserver has them.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.image;

import org.jspecify.annotations.NullMarked;
