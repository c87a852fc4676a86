package org.lotusguild.lotus.base;

import java.util.Optional;

/** The environment variables of the process. Handed in, so that a test has its own. */
@FunctionalInterface
public interface Environment {

    /** Empty if the variable is not set. */
    Optional<String> variable(String name);

    /** The real ones. */
    static Environment ofProcess() {
        return name -> Optional.ofNullable(System.getenv(name));
    }
}
