package org.lotusguild.lotus.stack.trial;

import java.nio.file.Path;
import org.lotusguild.lotus.base.Environment;

/** Where what can be fetched again lies: {@code $XDG_CACHE_HOME/lotus}, else {@code ~/.cache/lotus}. */
public final class UserCache {
    private UserCache() {}

    public static Path of(Environment environment) {
        return environment
                .variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute) // the XDG specification: a relative one is to be ignored
                .orElseGet(() -> home(environment).resolve(".cache"))
                .resolve("lotus");
    }

    private static Path home(Environment environment) {
        return Path.of(environment.variable("HOME").orElseGet(() -> System.getProperty("user.home")));
    }
}
