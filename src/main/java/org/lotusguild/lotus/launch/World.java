package org.lotusguild.lotus.launch;

import java.security.SecureRandom;
import java.time.Clock;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.http.OutgoingHttp;

/** What the process has of the outside: one of each, handed to the rooms. */
record World(
        Environment environment, OutgoingHttp http, Clock clock, SecureRandom random, Pause pause, Metrics metrics) {

    static World real() {
        return new World(
                Environment.ofProcess(),
                new OutgoingHttp(Version.text()),
                Clock.systemUTC(),
                new SecureRandom(),
                Pause.real(),
                new Metrics());
    }
}
