package org.lotusguild.lotus.webhooks.courier;

import java.security.SecureRandom;
import java.time.InstantSource;

/** What is read and written where it is decided what a delivery becomes. */
record Books(PostStore posts, RootStore roots, CalmStore calm, Rules rules, InstantSource clock, SecureRandom random) {}
