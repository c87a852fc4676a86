/**
 * One pure formatter a service: a payload comes in, a {@link org.lotusguild.lotus.webhooks.notice.Notice} goes out. No I/O, no
 * clock, no randomness: whoever wants to know what a service's message looks like opens one file.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.service;

import org.jspecify.annotations.NullMarked;
